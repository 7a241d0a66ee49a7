import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { User } from '../users/index.ts';
import { MfaChanges } from './mfa-changes.ts';
import { TotpFactors } from './totp-factors.repository.ts';

/** Removes the authenticator and its recovery codes: sign-in asks for neither. Refuses `mfa_not_enrolled`. */
@Injectable()
export class DisableTotp {
  constructor(
    private readonly transactions: Transactions,
    private readonly factors: TotpFactors,
    private readonly changes: MfaChanges,
  ) {}

  /** Refuses `invalid_token` when their sessions were ended meanwhile. */
  execute(caller: Principal): Promise<void> {
    return this.transactions.run(async (tx) => this.remove(tx, await this.changes.begin(tx, caller)));
  }

  /** By an operator, who has looked at who they are. Refuses `not_found`. */
  byOperator(userId: string, reason: string): Promise<void> {
    return this.transactions.run(async (tx) => this.remove(tx, await this.changes.lock(tx, userId), reason));
  }

  private async remove(tx: Tx, user: User, reason?: string): Promise<void> {
    const { id: subjectId } = user;
    const wasOn = await this.factors.isConfirmed(subjectId, tx);
    if (!(await this.factors.remove(tx, subjectId))) throw refuse('mfa_not_enrolled');
    await this.changes.noRecoveryCodes(tx, subjectId);
    await audit.record(tx, { service: 'mfa', action: 'authenticator.removed', subjectId, reason });
    if (wasOn) await this.changes.tell(tx, user, 'second-factor-off');
  }
}
