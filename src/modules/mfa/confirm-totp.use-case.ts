import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { MfaChanges } from './mfa-changes.ts';
import { stepOfCode } from './totp.ts';
import { TotpFactors } from './totp-factors.repository.ts';

/** Takes a first code as proof that the authenticator works: from now on sign-in asks for it. Refuses `mfa_not_enrolled`, `mfa_enabled`, `code_invalid` and `invalid_token`. */
@Injectable()
export class ConfirmTotp {
  constructor(
    private readonly transactions: Transactions,
    private readonly factors: TotpFactors,
    private readonly changes: MfaChanges,
    private readonly clock: Clock,
  ) {}

  /** The recovery codes, which are shown this once. */
  execute(caller: Principal, code: string): Promise<string[]> {
    const { id: userId } = caller;
    return this.transactions.run(async (tx) => {
      const user = await this.changes.begin(tx, caller);
      await this.demandCode(tx, userId, code);
      if (!(await this.factors.confirm(tx, userId))) throw refuse('mfa_enabled');
      await audit.record(tx, { service: 'mfa', action: 'authenticator.confirmed', subjectId: userId });
      await this.changes.tell(tx, user, 'second-factor-on');
      return this.changes.newRecoveryCodes(tx, userId);
    });
  }

  private async demandCode(tx: Tx, userId: string, code: string): Promise<void> {
    const factor = await this.factors.find(userId, tx);
    if (!factor) throw refuse('mfa_not_enrolled');
    if (factor.confirmedAt) throw refuse('mfa_enabled');
    const step = stepOfCode(factor.secret, code, this.clock.now());
    if (step === undefined || !(await this.factors.useStep(userId, step, tx))) throw refuse('code_invalid');
  }
}
