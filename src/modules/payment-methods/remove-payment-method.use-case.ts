import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { PaymentMethodsRepository } from './payment-methods.repository.ts';

/** Removes a method and erases its token. No other method becomes the default in its place. Refuses `not_found`. */
@Injectable()
export class RemovePaymentMethod {
  constructor(
    private readonly transactions: Transactions,
    private readonly methods: PaymentMethodsRepository,
  ) {}

  async execute(userId: string, id: string): Promise<void> {
    const removed = await this.transactions.run((tx) => this.methods.remove(tx, userId, id));
    if (!removed) throw refuse('not_found', 'There is no such payment method');
  }
}
