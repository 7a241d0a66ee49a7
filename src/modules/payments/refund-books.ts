import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Payment } from './payment.ts';
import { PaymentNews } from './payment-news.ts';
import { PaymentsRepository } from './payments.repository.ts';
import type { Refund, RefundChange } from './refund.ts';
import { RefundsRepository } from './refunds.repository.ts';

/** Refunds and their money. Every write has the payment locked, and writes the refund, the postings, the event and the news. */
@Injectable()
export class RefundBooks {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly refunds: RefundsRepository,
    private readonly ledger: Ledger,
    private readonly news: PaymentNews,
  ) {}

  lock(tx: Tx, paymentId: string): Promise<Payment> {
    return this.payments.lock(tx, paymentId);
  }

  lockOwn(tx: Tx, userId: string, paymentId: string): Promise<Payment | undefined> {
    return this.payments.lockOwn(tx, userId, paymentId);
  }

  read(tx: Tx, id: string): Promise<Refund> {
    return this.refunds.read(tx, id);
  }

  /** Whether a bank decides on a dispute of it. */
  isDisputed(tx: Tx, { id }: Payment): Promise<boolean> {
    return this.payments.isDisputed(tx, id);
  }

  closeInquiry(tx: Tx, refund: Refund): Promise<void> {
    return this.refunds.closeInquiry(tx, refund);
  }

  /** Call it after the change is committed. */
  forget(paymentId: string): Promise<void> {
    return this.news.forget(paymentId);
  }

  /** Dr wallet, Cr provider-clearing. Refuses `insufficient_funds`, `wallet_frozen` and `wallet_closed`. */
  async take(
    tx: Tx,
    payment: Payment,
    { id, amount, reason }: Pick<Refund, 'id' | 'amount' | 'reason'>,
  ): Promise<Refund> {
    const { provider, currency, walletId, userId } = payment;
    const clearing = await this.ledger.openAccount(tx, 'provider-clearing', currency, { name: provider, id: null });
    const transferId = this.ledger.newTransferId();
    const parties = { debit: walletId, credit: clearing.id, amount, asset: currency, initiatorId: userId };
    await this.ledger.demand(tx, [{ op: 'transfer', id: transferId, kind: 'card-refund', ...parties }]);
    const refund = await this.refunds.insert(tx, { id, paymentId: payment.id, amount, reason, transferId });
    await this.note(tx, payment, refund, amount);
    return refund;
  }

  /** Writes what became of a refund; the money of one that failed goes back to the wallet, also to one that was closed. */
  async settle(tx: Tx, payment: Payment, refund: Refund, change: RefundChange): Promise<Refund> {
    const failed = change.status === 'failed';
    const reversalId = failed ? await this.giveBack(tx, payment, refund) : null;
    const settled = await this.refunds.change(tx, refund.id, change, reversalId);
    await this.note(tx, payment, settled, failed ? -refund.amount : 0n);
    return settled;
  }

  private async giveBack(tx: Tx, { walletId }: Payment, { transferId: reverses, amount }: Refund): Promise<string> {
    const id = this.ledger.newTransferId();
    if (await this.ledger.reopenAccount(tx, walletId)) await this.payments.collectAgain(tx, walletId);
    await this.ledger.demand(tx, [{ op: 'reversal', id, kind: 'reversal', reverses, amount }]);
    return id;
  }

  private async note(tx: Tx, payment: Payment, refund: Refund, change: bigint): Promise<void> {
    await this.payments.note(tx, payment, { refundId: refund.id, cause: `refund_${refund.status}`, refunded: change });
    await this.news.refund(tx, refund, payment);
  }
}
