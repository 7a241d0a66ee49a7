import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { MfaChanges } from './mfa-changes.ts';
import { TotpFactors } from './totp-factors.repository.ts';

/** Removes the authenticator and its recovery codes: sign-in asks for neither. Refuses `mfa_not_enrolled` and `invalid_token`. */
@Injectable()
export class DisableTotp {
  constructor(
    private readonly transactions: Transactions,
    private readonly factors: TotpFactors,
    private readonly changes: MfaChanges,
  ) {}

  execute(caller: Principal): Promise<void> {
    const { id: userId } = caller;
    return this.transactions.run(async (tx) => {
      const user = await this.changes.begin(tx, caller);
      const wasOn = await this.factors.isConfirmed(userId, tx);
      if (!(await this.factors.remove(tx, userId))) throw refuse('mfa_not_enrolled');
      await this.changes.noRecoveryCodes(tx, userId);
      await audit.record(tx, { service: 'mfa', action: 'authenticator.removed', subjectId: userId });
      if (wasOn) await this.changes.tell(tx, user, 'second-factor-off');
    });
  }
}
