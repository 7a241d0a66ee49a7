import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, type Claim } from '../idempotency/index.ts';
import type { Payment } from './payment.ts';
import { PaymentsRepository, type NewPayment } from './payments.repository.ts';

/** Records that a payment is about to be charged, once a claim, so that no crash can make us forget it. */
@Injectable()
export class RecordIntent {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly payments: PaymentsRepository,
    private readonly ids: Ids,
  ) {}

  /** `repeated`: an earlier request with this claim recorded the intent. Refuses `idempotency_key_reused`, and `wallet_closed` for who closed their account. */
  execute(intent: Omit<NewPayment, 'id'>, claim: Claim): Promise<{ payment: Payment; repeated: boolean }> {
    const id = this.ids.next();
    return this.transactions.run(async (tx) => {
      const earlierId = await this.claims.take(tx, claim, id);
      if (earlierId !== undefined) return { payment: await this.payments.read(tx, earlierId), repeated: true };
      // Closing looks for payments under way: of the two, the second sees the first.
      if (!(await this.payments.keepOpen(tx, intent.userId))) throw refuse('wallet_closed');
      return { payment: await this.payments.insert(tx, { ...intent, id }), repeated: false };
    });
  }
}
