import { IsEmail, Matches } from 'class-validator';
import { PlainText } from '../../platform/http/plain-text.ts';
import { CODE, CODE_MINUTES } from '../one-time/index.ts';

const MAX_EMAIL_LENGTH = 254;

export class AskForEmailDto {
  /** @example 'ada@trivet.example' */
  @PlainText({ min: 3, max: MAX_EMAIL_LENGTH })
  @IsEmail()
  email!: string;
}

export class EmailAskedForDto {
  /**
   * For how long the code is good.
   * @example 600
   */
  expiresInSeconds!: number;

  static asked(): EmailAskedForDto {
    return { expiresInSeconds: CODE_MINUTES * 60 };
  }
}

export class ChangeEmailDto extends AskForEmailDto {
  /**
   * The six digits that were sent there.
   * @example '123456'
   */
  @Matches(CODE, { message: 'code must be 6 digits' })
  code!: string;
}
