import { IsIn, Matches } from 'class-validator';
import { CODE, CODE_MINUTES } from '../one-time/index.ts';
import { CONTACTS, type Contact } from '../users/index.ts';

export class SendContactCodeDto {
  /** @example 'email' */
  @IsIn(CONTACTS)
  contact!: Contact;
}

export class ContactCodeSentDto {
  /**
   * For how long the code is good.
   * @example 600
   */
  expiresInSeconds!: number;

  static sent(): ContactCodeSentDto {
    return { expiresInSeconds: CODE_MINUTES * 60 };
  }
}

export class VerifyContactDto {
  /** @example 'email' */
  @IsIn(CONTACTS)
  contact!: Contact;

  /**
   * The six digits of the newest code.
   * @example '123456'
   */
  @Matches(CODE, { message: 'code must be 6 digits' })
  code!: string;
}
