import { IsEmail } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { PASSWORD_MAX_LENGTH } from './passwords.ts';

export const DEVICE_TOKEN_MAX_LENGTH = 200;

export class LoginDto {
  /** @example 'alice@trivet.example' */
  @PlainText({ min: 3, max: 254 })
  @IsEmail()
  email!: string;

  /** @example 'Trivet-demo-1' */
  @PlainText({ min: 1, max: PASSWORD_MAX_LENGTH })
  password!: string;

  /**
   * What an earlier sign-in on this device gave. With it, failures of strangers do not slow this device down.
   */
  @OptionalField()
  @PlainText({ min: 1, max: DEVICE_TOKEN_MAX_LENGTH })
  deviceToken?: string;
}
