import { Injectable, type OnModuleInit } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { EventHandlers, type NewOutboxEvent, Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import { DISPUTE_STATUSES, type Dispute } from './dispute.ts';
import type { Payment } from './payment.ts';
import { PaymentCache } from './payment-cache.repository.ts';
import { PAYMENT_STATUSES } from './payment-state.ts';
import { REFUND_STATUSES, type Refund } from './refund.ts';

/** Announced when a wallet paid (a part of) what it owed for a dispute. */
export const DISPUTE_COLLECTED = 'dispute.collected';
/** Announced when (a part of) what is owed for a dispute was given up. */
export const DISPUTE_WRITTEN_OFF = 'dispute.written_off';
/** Announced when nobody is left who could pay what is owed for a dispute: it is to be written off. */
export const DISPUTE_UNCOLLECTIBLE = 'dispute.uncollectible';

type DebtNews = typeof DISPUTE_COLLECTED | typeof DISPUTE_WRITTEN_OFF | typeof DISPUTE_UNCOLLECTIBLE;

/** Tells who listens that a payment, a refund or a dispute has changed, and makes the cache forget it. */
@Injectable()
export class PaymentNews implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly handlers: EventHandlers,
    private readonly cache: PaymentCache,
  ) {}

  // The event follows the commit even when the process that committed is gone before it could forget.
  onModuleInit(): void {
    const types = [
      ...PAYMENT_STATUSES.map((status) => `payment.${status}`),
      ...REFUND_STATUSES.map((status) => `refund.${status}`),
      ...DISPUTE_STATUSES.map((status) => `dispute.${status}`),
      DISPUTE_COLLECTED,
    ];
    for (const type of types) {
      this.handlers.on(type, 'payment-cache', ({ payload }) => this.forget(String(payload['paymentId'])));
    }
  }

  async payment(tx: Tx, payment: Payment): Promise<void> {
    const { id, userId, walletId, currency, status, failureCode, version } = payment;
    const amount = onWire(payment.amount);
    const payload = { paymentId: id, userId, walletId, amount, currency, status, failureCode, version };
    await this.outbox.append(tx, { type: `payment.${status}`, aggregateId: id, payload });
  }

  async refund(tx: Tx, refund: Refund, { userId, walletId, currency }: Payment): Promise<void> {
    const { id, paymentId, status, failureCode, version } = refund;
    const amount = onWire(refund.amount);
    const payload = { refundId: id, paymentId, userId, walletId, amount, currency, status, failureCode, version };
    await this.announce(tx, { type: `refund.${status}`, aggregateId: id, payload }, paymentId);
  }

  async dispute(tx: Tx, dispute: Dispute, { userId, walletId }: Payment, type?: DebtNews): Promise<void> {
    const { id, paymentId, status, currency, evidenceDueAt, version } = dispute;
    const amounts = { amount: onWire(dispute.amount), owed: onWire(dispute.owed) };
    const what = { disputeId: id, paymentId, userId, walletId, ...amounts, currency, status };
    const payload = { ...what, evidenceDueAt: evidenceDueAt?.toISOString() ?? null, version };
    await this.announce(tx, { type: type ?? `dispute.${status}`, aggregateId: id, payload }, paymentId);
  }

  /** Call it after the change is committed. */
  forget(paymentId: string): Promise<void> {
    return this.cache.forget(paymentId);
  }

  private async announce(tx: Tx, event: NewOutboxEvent, paymentId: string): Promise<void> {
    await this.outbox.append(tx, event);
    await audit.announced(tx, 'payments', [event], paymentId);
  }
}
