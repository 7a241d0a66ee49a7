import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { ProviderEventsRepository } from './provider-events.repository.ts';
import type { ProviderNotice } from './provider-webhooks.ts';
import { RefundsRepository } from './refunds.repository.ts';

/** What notices bring forward. */
@Injectable()
export class PaymentInquiries {
  constructor(
    private readonly events: ProviderEventsRepository,
    private readonly payments: PaymentsRepository,
    private readonly refunds: RefundsRepository,
  ) {}

  /** Brings the inquiries about the notice's payment, and about its refunds, forward to now; nothing when it came before. */
  async bringForward(tx: Tx, provider: string, notice: ProviderNotice): Promise<void> {
    const isNew = await this.events.insert(tx, provider, notice);
    if (!isNew || notice.paymentId === undefined) return;
    await this.payments.inquireNow(tx, notice.paymentId);
    await this.refunds.inquireNow(tx, notice.paymentId);
  }
}
