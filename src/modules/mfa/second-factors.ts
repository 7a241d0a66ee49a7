import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { RecoveryCodes } from './recovery-codes.repository.ts';
import { stepOfCode, TOTP_CODE } from './totp.ts';
import { TotpFactors } from './totp-factors.repository.ts';

/** The second factors of people: what sign-in asks. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly factors: TotpFactors,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly clock: Clock,
  ) {}

  /** Whether a second factor is asked for. */
  isOn(userId: string): Promise<boolean> {
    return this.factors.isConfirmed(userId);
  }

  /** Takes a code of the authenticator or a recovery code, once. False for anything else. */
  async take(userId: string, code: string): Promise<boolean> {
    return TOTP_CODE.test(code) ? this.takeTotp(userId, code) : this.recoveryCodes.use(userId, code);
  }

  private async takeTotp(userId: string, code: string): Promise<boolean> {
    const factor = await this.factors.find(userId);
    if (!factor?.confirmedAt) return false;
    const step = stepOfCode(factor.secret, code, this.clock.now());
    return step !== undefined && this.factors.useStep(userId, step);
  }
}
