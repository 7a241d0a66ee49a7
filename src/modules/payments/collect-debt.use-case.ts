import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Users } from '../users/index.ts';
import type { Dispute } from './dispute.ts';
import { DisputeBooks } from './dispute-books.ts';
import { DisputesRepository } from './disputes.repository.ts';
import type { Payment } from './payment.ts';

/**
 * Takes what people owe for disputes out of their wallets. What is owed by somebody whose account and wallet are closed is not tried
 * again until money comes back to that wallet: operators see it, and write it off.
 */
@Injectable()
export class CollectDebt {
  constructor(
    private readonly transactions: Transactions,
    private readonly disputes: DisputesRepository,
    private readonly books: DisputeBooks,
    private readonly users: Users,
  ) {}

  /** Takes at most `limit` debts whose turn it is, and schedules the next try of each. */
  async takeDue(limit: number): Promise<readonly Dispute[]> {
    return this.disputes.findMany(await this.transactions.run((tx) => this.disputes.takeOwed(tx, limit)));
  }

  async execute({ id, paymentId }: Dispute): Promise<void> {
    await this.transactions.run(async (tx) => {
      const debt = await this.books.lockDebt(tx, id);
      const isPaid = await this.books.collect(tx, debt);
      if (!isPaid && (await this.hasLeft(tx, debt.payment))) await this.books.stopCollecting(tx, debt);
    });
    await this.books.forget(paymentId);
  }

  private async hasLeft(tx: Tx, { userId }: Payment): Promise<boolean> {
    const [user] = await this.users.findMany([userId], tx);
    return user?.status === 'deleted';
  }
}
