import { IsBoolean, IsEmail, Matches } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '../auth/index.ts';
import { TICKET } from '../one-time/index.ts';
import { RESET } from './reset-request.ts';

export class ForgotPasswordDto {
  /** @example 'alice@trivet.example' */
  @PlainText({ min: 3, max: 254 })
  @IsEmail()
  email!: string;
}

export class ResetAskedDto {
  /**
   * For how long the token of the message is good.
   * @example 1800
   */
  expiresInSeconds!: number;

  static asked(): ResetAskedDto {
    return { expiresInSeconds: RESET.lifeSeconds };
  }
}

export class ResetPasswordDto {
  /**
   * From the message. It works once.
   * @example 'vZk3ZbX0m8c1e2fY5l0QvWgq7m1o9b2n4c6x8z0a2s4'
   */
  @Matches(TICKET, { message: 'token must be a token of ours' })
  token!: string;

  /**
   * 10 to 128 characters, and not one of those that are tried first.
   * @example 'Trivet-demo-2'
   */
  @PlainText({ min: PASSWORD_MIN_LENGTH, max: PASSWORD_MAX_LENGTH })
  newPassword!: string;
}

export class PasswordResetDto {
  /** Send it with the sign-in that follows: then nobody else's failures keep this device out. */
  deviceToken!: string;

  static of(deviceToken: string): PasswordResetDto {
    return { deviceToken };
  }
}

export class ChangePasswordDto {
  /** @example 'Trivet-demo-1' */
  @PlainText({ min: 1, max: PASSWORD_MAX_LENGTH })
  currentPassword!: string;

  /**
   * 10 to 128 characters, and not one of those that are tried first.
   * @example 'Trivet-demo-2'
   */
  @PlainText({ min: PASSWORD_MIN_LENGTH, max: PASSWORD_MAX_LENGTH })
  newPassword!: string;

  /** Whether all of my API keys are revoked with it. Otherwise they go on working. */
  @OptionalField()
  @IsBoolean()
  revokeApiKeys: boolean = false;
}
