import { IsEmail } from 'class-validator';
import { PlainText } from '../../platform/http/plain-text.ts';
import { PASSWORD_MAX_LENGTH } from './passwords.ts';

export class LoginDto {
  /** @example 'alice@trivet.example' */
  @PlainText({ min: 3, max: 254 })
  @IsEmail()
  email!: string;

  /** @example 'Trivet-demo-1' */
  @PlainText({ min: 1, max: PASSWORD_MAX_LENGTH })
  password!: string;
}
