import { Matches } from 'class-validator';
import type { TotpEnrolment } from './enrol-totp.use-case.ts';
import type { MfaState } from './read-mfa.use-case.ts';
import { TOTP_CODE } from './totp.ts';

export class TotpEnrolmentDto {
  /**
   * In base32, to be typed into an authenticator. It is shown this once.
   * @example 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
   */
  secret!: string;
  /**
   * The same as a QR code says it.
   * @example 'otpauth://totp/Trivet:alice%40trivet.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Trivet'
   */
  uri!: string;

  static of({ secret, uri }: TotpEnrolment): TotpEnrolmentDto {
    return { secret, uri };
  }
}

export class ConfirmTotpDto {
  /**
   * What the authenticator shows.
   * @example '123456'
   */
  @Matches(TOTP_CODE, { message: 'code must be 6 digits' })
  code!: string;
}

export class RecoveryCodesDto {
  /**
   * Each works once in the place of the authenticator. They are shown this once.
   * @example ['k7m2-9xq4-d8rt-0w3z']
   */
  recoveryCodes!: string[];

  static of(codes: readonly string[]): RecoveryCodesDto {
    return { recoveryCodes: [...codes] };
  }
}

export class MfaDto {
  /** Whether sign-in asks for a code of the authenticator. */
  totp!: boolean;
  /** @example 10 */
  recoveryCodesLeft!: number;

  static of({ isOn, recoveryCodesLeft }: MfaState): MfaDto {
    return { totp: isOn, recoveryCodesLeft };
  }
}
