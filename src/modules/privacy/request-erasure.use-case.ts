import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { PaymentMethods } from '../payment-methods/index.ts';
import { DeleteAccount } from '../users/index.ts';
import { ErasuresRepository } from './erasures.repository.ts';

/**
 * Closes the caller's account, and has them forgotten: a job does that within minutes, or when nothing of them is held any more.
 * Refuses `wallet_not_empty`, `last_admin` and `obligation_open`.
 */
@Injectable()
export class RequestErasure {
  constructor(
    private readonly deleteAccount: DeleteAccount,
    private readonly erasures: ErasuresRepository,
    private readonly methods: PaymentMethods,
  ) {}

  /** Returns when it was asked for. */
  execute(caller: Principal): Promise<Date> {
    return this.deleteAccount.execute(caller, async (tx) => {
      demandNone(await this.erasures.obligations(tx, caller.id));
      await this.methods.removeAll(tx, caller.id);
      await audit.record(tx, { service: 'privacy', action: 'erasure.requested', subjectId: caller.id });
      return this.erasures.request(tx, caller.id, 'person');
    });
  }
}

function demandNone(obligations: readonly string[]): void {
  if (obligations.length > 0) throw refuse('obligation_open', `There is still ${obligations.join(', ')}`);
}
