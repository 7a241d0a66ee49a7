import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { ProviderEventsRepository } from './provider-events.repository.ts';
import type { ProviderNotice } from './provider-webhooks.ts';
import type { SubjectName } from './provider-account.ts';
import { ProviderSubjects } from './provider-subjects.repository.ts';
import { RefundsRepository } from './refunds.repository.ts';

/** What is brought forward when something is heard of the provider. */
@Injectable()
export class PaymentInquiries {
  constructor(
    private readonly events: ProviderEventsRepository,
    private readonly payments: PaymentsRepository,
    private readonly refunds: RefundsRepository,
    private readonly subjects: ProviderSubjects,
  ) {}

  /** Brings the inquiries forward to now about the payment that the notice is about, its refunds, and the dispute or payout; nothing when it came before. */
  async bringForward(tx: Tx, provider: string, notice: ProviderNotice): Promise<void> {
    const isNew = await this.events.insert(tx, provider, notice);
    if (!isNew) return;
    if (notice.subject) await this.subjects.hear(tx, provider, notice.subject);
    if (notice.paymentId === undefined) return;
    await this.payments.inquireNow(tx, notice.paymentId);
    await this.refunds.inquireNow(tx, notice.paymentId);
  }

  hear(tx: Tx, provider: string, subject: SubjectName): Promise<void> {
    return this.subjects.hear(tx, provider, subject);
  }

  /** The payment's card was charged. */
  ofCharge(tx: Tx, paymentId: string): Promise<void> {
    return this.payments.inquireNow(tx, paymentId);
  }

  /** Something happened to the payment's refunds. */
  ofRefunds(tx: Tx, paymentId: string): Promise<void> {
    return this.refunds.inquireNow(tx, paymentId);
  }
}
