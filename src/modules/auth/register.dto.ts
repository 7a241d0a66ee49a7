import { IsEmail, Matches } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './passwords.ts';

const E164 = /^\+[1-9]\d{6,14}$/;

export class RegisterDto {
  /**
   * Not yet in use; the case of the letters does not matter.
   * @example 'dora@trivet.example'
   */
  @PlainText({ min: 3, max: 254 })
  @IsEmail()
  email!: string;

  /**
   * 10 to 128 characters of any kind; a long sentence is better than a short riddle.
   * @example 'Trivet-demo-1'
   */
  @PlainText({ min: PASSWORD_MIN_LENGTH, max: PASSWORD_MAX_LENGTH })
  password!: string;

  /** @example 'Dora' */
  @PlainText({ min: 1, max: 100 })
  firstName!: string;

  /** @example 'Example' */
  @PlainText({ min: 1, max: 100 })
  lastName!: string;

  /**
   * E.164.
   * @example '+12125550123'
   */
  @OptionalField()
  @Matches(E164, { message: 'phone must be in E.164: a plus sign, then 7 to 15 digits' })
  phone?: string;
}
