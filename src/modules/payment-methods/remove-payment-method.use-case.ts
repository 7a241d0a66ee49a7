import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { METHOD_REMOVED } from './payment-method.ts';
import { PaymentMethodsRepository } from './payment-methods.repository.ts';

/**
 * Removes a method. From then on nobody can pay with it; the provider is told, and its token erased, behind that. No other
 * method becomes the default in its place. Refuses `not_found`.
 */
@Injectable()
export class RemovePaymentMethod {
  constructor(
    private readonly transactions: Transactions,
    private readonly methods: PaymentMethodsRepository,
    private readonly outbox: Outbox,
  ) {}

  async execute(userId: string, id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const removed = await this.methods.remove(tx, userId, id);
      if (!removed) throw refuse('not_found', 'There is no such payment method');
      await this.outbox.append(tx, { type: METHOD_REMOVED, aggregateId: id, payload: { paymentMethodId: id, userId } });
      await audit.record(tx, { service: 'payment-methods', action: METHOD_REMOVED, subjectId: id });
    });
  }
}
