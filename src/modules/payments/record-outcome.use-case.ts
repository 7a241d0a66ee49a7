import { Injectable, Logger } from '@nestjs/common';
import { Ledger } from '../../ledger/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Refusal } from '../../shared/refusal.ts';
import {
  capturedOtherwise,
  changeBy,
  contradicts,
  takenAmount,
  uncredited,
  type Cause,
  type Payment,
  type PaymentChange,
} from './payment.ts';
import type { ChargeOutcome, InquiryOutcome } from './payment-provider.ts';
import { PaymentNews } from './payment-news.ts';
import { PaymentsRepository } from './payments.repository.ts';

/**
 * Records what became of a charge: the status, its events, the announcement and, when it succeeded, the credit of the
 * wallet, all in one transaction with the payment locked. Said twice it is done once. It refuses nothing: a wallet that
 * cannot be credited leaves the payment unknown, to be tried again, because the card has been charged.
 */
@Injectable()
export class RecordOutcome {
  private readonly logger = new Logger(RecordOutcome.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly payments: PaymentsRepository,
    private readonly ledger: Ledger,
    private readonly news: PaymentNews,
  ) {}

  async execute(paymentId: string, outcome: ChargeOutcome, cause: Cause, now: Date): Promise<Payment> {
    const payment = await this.recorded(paymentId, { outcome, cause, now });
    await this.news.forget(paymentId);
    return payment;
  }

  /** The provider was asked about a payment that has ended: it is asked no more, and what it says to the contrary is noted. */
  async confirm(payment: Payment, outcome: InquiryOutcome): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.payments.closeInquiry(tx, payment);
      if (outcome.status !== 'not_found' && contradicts(payment, outcome))
        await this.noteContradiction(tx, payment, outcome);
    });
  }

  private async recorded(
    paymentId: string,
    { outcome, cause, now }: { outcome: ChargeOutcome; cause: Cause; now: Date },
  ): Promise<Payment> {
    try {
      return await this.transactions.run((tx) => this.record(tx, paymentId, { outcome, cause, now }));
    } catch (error) {
      if (!(error instanceof Refusal) || outcome.status !== 'succeeded') throw error;
      this.logger.error(`payment ${paymentId} was charged, but its wallet cannot be credited: ${error.code}`);
      return this.transactions.run((tx) => this.keepUncredited(tx, paymentId, outcome, now));
    }
  }

  private async record(
    tx: Tx,
    paymentId: string,
    { outcome, cause, now }: { outcome: ChargeOutcome; cause: Cause; now: Date },
  ): Promise<Payment> {
    const payment = await this.payments.lock(tx, paymentId);
    if (contradicts(payment, outcome)) await this.noteContradiction(tx, payment, outcome);
    const change = changeBy(payment, outcome, cause, now);
    if (!change) return payment;
    if (capturedOtherwise(payment, outcome)) {
      const [asked, taken] = [takenAmount(payment), outcome.capturedMinor];
      this.logger.error(`payment ${paymentId}: its provider took ${taken} where ${asked} was asked for`);
    }
    const { captureAmount } = change;
    const transferId = change.status === 'succeeded' ? await this.credit(tx, { ...payment, captureAmount }) : null;
    return this.write(tx, payment, change, transferId);
  }

  private async noteContradiction(tx: Tx, payment: Payment, { status }: ChargeOutcome): Promise<void> {
    this.logger.error(`payment ${payment.id} is ${payment.status}, but its provider now says ${status}`);
    await this.payments.noteContradiction(tx, payment, status);
  }

  // Dr provider-clearing, Cr wallet. The payment is locked and moves to succeeded with this, so it is not posted twice. The
  // transfer's id is a new one: one that its owner could guess could be taken by them.
  private async credit(tx: Tx, payment: Payment): Promise<string> {
    const { provider, walletId, currency, userId } = payment;
    const clearing = await this.ledger.openAccount(tx, 'provider-clearing', currency, { name: provider, id: null });
    const [id, accounts] = [this.ledger.newTransferId(), { debit: clearing.id, credit: walletId }];
    const command = { op: 'transfer', id, kind: 'card-top-up', ...accounts, asset: currency } as const;
    // The card is charged: a wallet that was closed meanwhile is opened again rather than keep the money from its owner.
    if (await this.ledger.reopenAccount(tx, walletId)) await this.payments.collectAgain(tx, walletId);
    await this.ledger.demand(tx, [{ ...command, amount: takenAmount(payment), initiatorId: userId }]);
    return id;
  }

  private async keepUncredited(tx: Tx, paymentId: string, outcome: ChargeOutcome, now: Date): Promise<Payment> {
    const payment = await this.payments.lock(tx, paymentId);
    const change = uncredited(payment, outcome, now);
    return change ? this.write(tx, payment, change, null) : payment;
  }

  private async write(tx: Tx, before: Payment, change: PaymentChange, transferId: string | null): Promise<Payment> {
    const payment = await this.payments.change(tx, before, change, transferId);
    await this.news.payment(tx, payment);
    return payment;
  }
}
