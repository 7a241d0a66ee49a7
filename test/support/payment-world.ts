import { randomUUID } from 'node:crypto';
import { ACCOUNT_KINDS, type AccountKind } from '../../src/ledger/core/index.ts';
import {
  PROVIDER_ACCOUNT,
  type BalancePage,
  type ProviderAccount,
} from '../../src/modules/payments/provider-account.ts';
import { Jobs, type JobRun } from '../../src/platform/jobs/index.ts';
import type { TestResponse } from './http-client.ts';
import { type Person, World } from './world.ts';

export interface PaymentBody {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly capturedAmount: number;
  readonly refundedAmount: number;
  readonly disputedAmount: number;
  readonly walletId: string;
  readonly failureCode: string | null;
  readonly nextAction: { readonly type: string; readonly url: string } | null;
  readonly transferId: string | null;
  readonly version: number;
}

export interface EventBody {
  readonly sequence: number;
  readonly fromStatus: string | null;
  readonly toStatus: string;
  readonly cause: string;
}

export interface RefundBody {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly failureCode: string | null;
  readonly reversalId: string | null;
  readonly code?: string;
}

export interface DisputeBody {
  readonly id: string;
  readonly paymentId: string;
  readonly reference: string;
  readonly status: string;
  readonly amount: number;
  readonly owed: number;
  readonly writtenOff: number;
  readonly collectAt: string | null;
  readonly evidenceDueAt: string | null;
  readonly version: number;
  readonly evidence?: readonly { readonly status: string; readonly failureCode: string | null }[];
  readonly code?: string;
}

export interface TopUp {
  readonly payer: Person;
  readonly walletId: string;
  readonly methodId: string;
}

export const FIRST_INQUIRY_MS = 2_000;
export const SECOND_INQUIRY_MS = 5 * 60_000;

/** The application, and what a test of payments does with it. */
export class PaymentWorld extends World {
  async method(payer: Person, token = 'sandbox_visa'): Promise<string> {
    const answer = await this.call<{ id: string }>('POST', '/payment-methods', payer, {
      body: { type: 'card', token },
    });
    expect(answer.status).toBe(201);
    return answer.body.id;
  }

  /** Somebody new, with an empty INR wallet and a card that does what its token says. */
  async topUp(token = 'sandbox_visa'): Promise<TopUp> {
    const payer = await this.person();
    return { payer, walletId: await this.wallet(payer), methodId: await this.method(payer, token) };
  }

  pay(
    topUp: TopUp,
    amount: number,
    key: string = randomUUID(),
    capture?: 'automatic' | 'manual',
  ): Promise<TestResponse<PaymentBody>> {
    const body = { walletId: topUp.walletId, amount, currency: 'INR', paymentMethodId: topUp.methodId, capture };
    return this.call('POST', '/payments', topUp.payer, { body, key });
  }

  authorize(topUp: TopUp, amount: number): Promise<TestResponse<PaymentBody>> {
    return this.pay(topUp, amount, randomUUID(), 'manual');
  }

  /** `capture` or `cancel`. */
  finish(
    payer: Person,
    id: string,
    what: 'capture' | 'cancel',
    body: unknown = {},
    key: string = randomUUID(),
  ): Promise<TestResponse<PaymentBody & { code?: string }>> {
    return this.call('POST', `/payments/${id}/${what}`, payer, { body: what === 'cancel' ? undefined : body, key });
  }

  refund(payer: Person, id: string, body: unknown = {}, key: string = randomUUID()): Promise<TestResponse<RefundBody>> {
    return this.call('POST', `/payments/${id}/refund`, payer, { body, key });
  }

  async refunds(payer: Person, id: string): Promise<RefundBody[]> {
    return (await this.call<{ data: RefundBody[] }>('GET', `/payments/${id}/refunds`, payer)).body.data;
  }

  async payment(payer: Person, id: string): Promise<PaymentBody> {
    return (await this.call<PaymentBody>('GET', `/payments/${id}`, payer)).body;
  }

  async events(payer: Person, id: string): Promise<EventBody[]> {
    return (await this.call<{ data: EventBody[] }>('GET', `/payments/${id}/events`, payer)).body.data;
  }

  async balance({ payer, walletId }: TopUp): Promise<number> {
    return (await this.call<{ balance: number }>('GET', `/wallets/${walletId}`, payer)).body.balance;
  }

  /** Lets so much time pass, and runs the job that inquires. */
  inquire(afterMs = FIRST_INQUIRY_MS): Promise<JobRun> {
    this.clock.advance(afterMs);
    return this.app.get(Jobs).runNow('resolve-payments');
  }

  /** The same for refunds. */
  inquireRefunds(afterMs = FIRST_INQUIRY_MS): Promise<JobRun> {
    this.clock.advance(afterMs);
    return this.app.get(Jobs).runNow('resolve-refunds');
  }

  /** Lets so much time pass, hears what happened to the balance at the provider, and asks about what that shows. */
  async hear(afterMs = 0): Promise<void> {
    this.clock.advance(afterMs);
    await this.run('read-provider-balance');
    await this.run('resolve-provider-subjects');
    await this.run('resolve-refunds');
  }

  run(job: string): Promise<JobRun> {
    return this.app.get(Jobs).runNow(job);
  }

  /** The balance of the platform's accounts of a kind, in their own direction. */
  async held(kind: AccountKind, asset?: string): Promise<number> {
    const rows = await this.postgres.prisma.ledgerAccount.findMany({ where: { kind, asset } });
    const sign = ACCOUNT_KINDS[kind].normalSide === 'credit' ? 1n : -1n;
    return Number(rows.reduce((sum, { posted }) => sum + sign * posted, 0n));
  }

  /** What is left of our balance at the provider, as the provider says. */
  async owedByProvider(currency?: string): Promise<number> {
    const account = this.app.get<ProviderAccount>(PROVIDER_ACCOUNT);
    const period = { since: new Date(0), until: this.clock.now() };
    let [sum, after]: [bigint, string | undefined] = [0n, undefined];
    do {
      const page: BalancePage = await account.balanceChanges(period, after);
      const changes = page.changes.filter((change) => currency === undefined || change.currency === currency);
      sum += changes.reduce((all, { amountMinor, feeMinor }) => all + amountMinor - feeMinor, 0n);
      after = page.next;
    } while (after !== undefined);
    return Number(sum);
  }

  async disputes(admin: Person, paymentId: string): Promise<DisputeBody[]> {
    return (await this.call<{ data: DisputeBody[] }>('GET', `/admin/disputes?paymentId=${paymentId}`, admin)).body.data;
  }

  submit(admin: Person, disputeId: string, body: unknown, key: string = randomUUID()) {
    return this.call<DisputeBody>('POST', `/admin/disputes/${disputeId}/evidence`, admin, { body, key });
  }

  /** What the provider's books say was refunded of the payment. */
  async refunded(paymentId: string): Promise<bigint[]> {
    const where = { chargeKey: paymentId, outcome: 'succeeded' };
    return (await this.postgres.prisma.sandboxRefund.findMany({ where })).map(({ amount }) => amount);
  }

  /** How often the provider's books say that the payment was charged. */
  charges(paymentId: string): Promise<number> {
    return this.postgres.prisma.sandboxCharge.count({ where: { idempotencyKey: paymentId } });
  }

  transfers(kind = 'card-top-up'): Promise<number> {
    return this.postgres.prisma.ledgerTransfer.count({ where: { kind } });
  }

  payments(payer: Person): Promise<number> {
    return this.postgres.prisma.payment.count({ where: { userId: payer.id } });
  }

  async announced(paymentId: string): Promise<string[]> {
    const where = { aggregateId: paymentId };
    const rows = await this.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map(({ type }) => type);
  }
}
