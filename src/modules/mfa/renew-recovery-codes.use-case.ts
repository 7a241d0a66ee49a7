import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { MfaChanges } from './mfa-changes.ts';
import { TotpFactors } from './totp-factors.repository.ts';

/** Ten new recovery codes in the place of the old ones. Refuses `mfa_not_enrolled`. */
@Injectable()
export class RenewRecoveryCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly factors: TotpFactors,
    private readonly changes: MfaChanges,
  ) {}

  execute(userId: string): Promise<string[]> {
    return this.transactions.run(async (tx) => {
      if (!(await this.factors.isConfirmed(userId, tx))) throw refuse('mfa_not_enrolled');
      await audit.record(tx, { service: 'mfa', action: 'recovery_codes.renewed', subjectId: userId });
      return this.changes.newRecoveryCodes(tx, userId);
    });
  }
}
