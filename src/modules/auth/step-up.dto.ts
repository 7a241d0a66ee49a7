import { Matches } from 'class-validator';
import { EitherOr } from '../../platform/http/either-or.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { RECOVERY_CODE, TOTP_CODE } from '../mfa/index.ts';
import { TICKET } from '../one-time/index.ts';
import type { AccessToken } from './access-tokens.ts';
import { DEVICE_TOKEN_MAX_LENGTH } from './login.dto.ts';
import { PASSWORD_MAX_LENGTH } from './passwords.ts';

/** What an authenticator shows, or a recovery code. */
const ANY_CODE = new RegExp(`${TOTP_CODE.source}|${RECOVERY_CODE.source}`, 'i');
const ANY_CODE_MESSAGE = { message: 'code must be 6 digits, or a recovery code' };

export class StepUpDto {
  /**
   * For who has no second factor.
   * @example 'Trivet-demo-1'
   */
  @EitherOr('code')
  @PlainText({ min: 1, max: PASSWORD_MAX_LENGTH })
  password?: string;

  /** What the authenticator shows, or a recovery code. */
  @OptionalField()
  @Matches(ANY_CODE, ANY_CODE_MESSAGE)
  code?: string;
}

export class SteppedUpDto {
  /** Goes into `Authorization: Bearer` from now on. The refresh token stays. */
  accessToken!: string;
  /**
   * Seconds until it expires.
   * @example 900
   */
  expiresIn!: number;

  static of({ accessToken, expiresIn }: AccessToken): SteppedUpDto {
    return { accessToken, expiresIn };
  }
}

export class VerifyMfaDto {
  /**
   * The `mfaTicket` of the refusal `mfa_required`.
   * @example 'vZk3ZbX0m8c1e2fY5l0QvWgq7m1o9b2n4c6x8z0a2s4'
   */
  @Matches(TICKET, { message: 'ticket must be a ticket of ours' })
  ticket!: string;

  /**
   * What the authenticator shows, or a recovery code.
   * @example '123456'
   */
  @Matches(ANY_CODE, ANY_CODE_MESSAGE)
  code!: string;

  /** What an earlier sign-in on this device gave. */
  @OptionalField()
  @PlainText({ min: 1, max: DEVICE_TOKEN_MAX_LENGTH })
  deviceToken?: string;
}
