import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Payment } from './payment.ts';
import { PaymentReads } from './payment-reads.use-case.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { SANDBOX, SandboxProvider } from './sandbox.provider.ts';

/**
 * Plays the owner of a sandbox card before the bank's challenge. The payment hears of it by the inquiry that this brings
 * forward, as it would from a real provider. Refuses `not_found` and `payment_not_actionable`.
 */
@Injectable()
export class CompleteChallenge {
  constructor(
    private readonly reads: PaymentReads,
    private readonly sandbox: SandboxProvider,
    private readonly transactions: Transactions,
    private readonly payments: PaymentsRepository,
  ) {}

  async execute(userId: string, paymentId: string, approve: boolean): Promise<Payment> {
    const payment = await this.reads.owned(userId, paymentId);
    const waiting = payment.provider === SANDBOX && payment.status === 'requires_action';
    if (!waiting) throw refuse('payment_not_actionable', 'The payment waits for no challenge');
    const ended = await this.sandbox.completeChallenge(paymentId, approve);
    if (!ended) throw refuse('payment_not_actionable', 'The challenge was completed before');

    await this.transactions.run((tx) => this.payments.inquireNow(tx, paymentId));
    return this.reads.owned(userId, paymentId);
  }
}
