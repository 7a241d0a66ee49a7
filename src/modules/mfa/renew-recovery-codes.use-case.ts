import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { MfaChanges } from './mfa-changes.ts';
import { TotpFactors } from './totp-factors.repository.ts';

/** Ten new recovery codes in the place of the old ones. Refuses `mfa_not_enrolled` and `invalid_token`. */
@Injectable()
export class RenewRecoveryCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly factors: TotpFactors,
    private readonly changes: MfaChanges,
  ) {}

  execute(caller: Principal): Promise<string[]> {
    const { id: userId } = caller;
    return this.transactions.run(async (tx) => {
      const user = await this.changes.begin(tx, caller);
      if (!(await this.factors.isConfirmed(userId, tx))) throw refuse('mfa_not_enrolled');
      await audit.record(tx, { service: 'mfa', action: 'recovery_codes.renewed', subjectId: userId });
      await this.changes.tell(tx, user, 'recovery-codes-renewed');
      return this.changes.newRecoveryCodes(tx, userId);
    });
  }
}
