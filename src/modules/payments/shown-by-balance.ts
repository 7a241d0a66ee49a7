import { Injectable, Logger } from '@nestjs/common';
import { Metrics } from '../../platform/observability/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { PaymentInquiries } from './payment-inquiries.repository.ts';
import type { BalanceChange } from './provider-account.ts';
import { RefundsRepository } from './refunds.repository.ts';

/** Says that a card was charged. */
const CHARGE = 'charge';
/** Says that money went back to a card. */
const REFUND = 'refund';
/** Says that a refund failed after it had succeeded. */
const REFUND_FAILED = 'refund_failure';

/** What a change of the balance shows to have happened: it is asked about, or somebody must look after it. */
@Injectable()
export class ShownByBalance {
  private readonly logger = new Logger(ShownByBalance.name);
  private readonly foreignRefunds;

  constructor(
    private readonly inquiries: PaymentInquiries,
    private readonly refunds: RefundsRepository,
    metrics: Metrics,
  ) {
    this.foreignRefunds = metrics.counter({
      name: 'payment_foreign_refunds_total',
      help: 'Refunds that somebody made at the provider, and that no wallet has paid for',
    });
  }

  async hear(tx: Tx, provider: string, change: BalanceChange): Promise<void> {
    const { subject, type, paymentId } = change;
    if (subject) await this.inquiries.hear(tx, provider, subject);
    if (paymentId === undefined) return;
    if (type === CHARGE) await this.inquiries.ofCharge(tx, paymentId);
    if (type === REFUND) await this.lookFor(tx, paymentId, change);
    if (type === REFUND_FAILED) await this.inquiries.ofRefunds(tx, paymentId);
  }

  // Ours took the money out of the wallet before the provider was asked, so it is found.
  private async lookFor(tx: Tx, paymentId: string, { refundId, reference }: BalanceChange): Promise<void> {
    if (refundId !== undefined && (await this.refunds.isOf(tx, paymentId, refundId))) return;
    this.foreignRefunds.inc();
    this.logger.error(`payment ${paymentId} was refunded at its provider and not by us: ${reference}`);
  }
}
