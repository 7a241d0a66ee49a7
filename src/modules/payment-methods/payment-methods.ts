import { Injectable } from '@nestjs/common';
import { Outbox } from '../../platform/events/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import { METHOD_REMOVED, type PaymentMethod } from './payment-method.ts';
import { PaymentMethodsRepository } from './payment-methods.repository.ts';
import { SealedTokens } from './sealed-tokens.ts';

/** Payment methods as other modules see them. */
@Injectable()
export class PaymentMethods {
  constructor(
    private readonly methods: PaymentMethodsRepository,
    private readonly tokens: SealedTokens,
    private readonly cursors: Cursors,
    private readonly outbox: Outbox,
  ) {}

  /** The user's own method. Refuses `not_found`, also when it is somebody else's or was removed. */
  async owned(userId: string, id: string): Promise<PaymentMethod> {
    const method = await this.methods.find(userId, id);
    if (!method) throw refuse('not_found', 'There is no such payment method');
    return method;
  }

  /** The user's methods, oldest first. Refuses `invalid_cursor`. */
  async page(userId: string, query: PageQuery): Promise<Page<PaymentMethod>> {
    const items = await this.methods.ofUser(userId);
    return this.cursors.pageOf({ name: 'payment-methods', filters: { userId }, items, keyOf: ({ id }) => id }, query);
  }

  /** Removes every method of the user's; the provider is told, and the tokens erased, behind that. */
  async removeAll(tx: Tx, userId: string): Promise<void> {
    for (const { id } of await this.methods.ofUser(userId, tx)) {
      if (!(await this.methods.remove(tx, userId, id))) continue;
      await this.outbox.append(tx, { type: METHOD_REMOVED, aggregateId: id, payload: { paymentMethodId: id, userId } });
    }
  }

  /** The provider's token, to be handed to the provider and to nobody else. Undefined when the method was removed. */
  async tokenOf(id: string): Promise<string | undefined> {
    const method = await this.methods.sealed(id);
    return method && this.tokens.open(method);
  }
}
