import { randomUUID } from 'node:crypto';
import { BooksRepository, SealEntries, VerifyBooks } from '../../src/ledger/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import type { JobRun } from '../../src/platform/jobs/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import type { TestResponse } from './http-client.ts';
import { startTestApp, type TestApp, type TestAppOptions } from './test-app.ts';
import { TestClock } from './test-clock.ts';

export interface Payer {
  readonly id: string;
  readonly token: string;
}

export interface PaymentBody {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
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

export interface TopUp {
  readonly payer: Payer;
  readonly walletId: string;
  readonly methodId: string;
}

export const FIRST_INQUIRY_MS = 2_000;
export const SECOND_INQUIRY_MS = 5 * 60_000;
// Tests are about payments: none of them may meet a rate limit.
const ENVIRONMENT = { RATE_LIMIT_SCALE: '1000', PAYMENT_PROVIDER: 'sandbox' };

/** The whole application, and what a test of payments does with it. The clock stands where a test moves it to. */
export class PaymentWorld {
  private constructor(
    readonly app: TestApp,
    readonly clock: TestClock,
  ) {}

  static async start(options: TestAppOptions = {}): Promise<PaymentWorld> {
    const clock = new TestClock();
    const environment = { ...ENVIRONMENT, ...options.environment };
    return new PaymentWorld(await startTestApp({ ...options, environment, clock }), clock);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  async payer(): Promise<Payer> {
    const body = {
      email: `${randomUUID()}@test.example`,
      password: 'Trivet-demo-1',
      firstName: 'Ada',
      lastName: 'Test',
    };
    const answer = await this.app.request<{ user: { id: string }; tokens: { accessToken: string } }>(
      'POST',
      '/auth/register',
      { body },
    );
    expect(answer.status).toBe(201);
    return { id: answer.body.user.id, token: answer.body.tokens.accessToken };
  }

  async wallet(payer: Payer, currency = 'INR'): Promise<string> {
    const answer = await this.send<{ id: string }>(payer, 'POST', '/wallets', { currency });
    expect(answer.status).toBe(201);
    return answer.body.id;
  }

  async method(payer: Payer, token = 'sandbox_visa'): Promise<string> {
    const answer = await this.send<{ id: string }>(payer, 'POST', '/payment-methods', { type: 'card', token });
    expect(answer.status).toBe(201);
    return answer.body.id;
  }

  /** Somebody new, with an empty INR wallet and a card that does what its token says. */
  async topUp(token = 'sandbox_visa'): Promise<TopUp> {
    const payer = await this.payer();
    return { payer, walletId: await this.wallet(payer), methodId: await this.method(payer, token) };
  }

  pay(topUp: TopUp, amount: number, key: string = randomUUID()): Promise<TestResponse<PaymentBody>> {
    const body = { walletId: topUp.walletId, amount, currency: 'INR', paymentMethodId: topUp.methodId };
    return this.send(topUp.payer, 'POST', '/payments', body, { 'idempotency-key': key });
  }

  async payment(payer: Payer, id: string): Promise<PaymentBody> {
    return (await this.send<PaymentBody>(payer, 'GET', `/payments/${id}`)).body;
  }

  async events(payer: Payer, id: string): Promise<EventBody[]> {
    return (await this.send<{ data: EventBody[] }>(payer, 'GET', `/payments/${id}/events`)).body.data;
  }

  async balance({ payer, walletId }: TopUp): Promise<number> {
    return (await this.send<{ balance: number }>(payer, 'GET', `/wallets/${walletId}`)).body.balance;
  }

  send<T>(
    payer: Payer | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestResponse<T>> {
    return this.app.request<T>(method, path, { body, token: payer?.token, headers });
  }

  /** Lets so much time pass, and runs the job that inquires. */
  inquire(afterMs = FIRST_INQUIRY_MS): Promise<JobRun> {
    this.clock.advance(afterMs);
    return this.app.get(Jobs).runNow('resolve-payments');
  }

  /** How often the provider's books say that the payment was charged. */
  charges(paymentId: string): Promise<number> {
    return this.app.get(Postgres).prisma.sandboxCharge.count({ where: { idempotencyKey: paymentId } });
  }

  transfers(kind = 'card-top-up'): Promise<number> {
    return this.app.get(Postgres).prisma.ledgerTransfer.count({ where: { kind } });
  }

  payments(payer: Payer): Promise<number> {
    return this.app.get(Postgres).prisma.payment.count({ where: { userId: payer.id } });
  }

  async announced(paymentId: string): Promise<string[]> {
    const where = { aggregateId: paymentId };
    const rows = await this.app.get(Postgres).prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map(({ type }) => type);
  }

  /** What every test of money ends with. */
  async expectSoundBooks(): Promise<void> {
    const lines = await this.app.get(BooksRepository).trialBalance();
    expect(lines.filter(({ debits, credits }) => debits !== credits)).toEqual([]);
    await this.app.get(SealEntries).drain();
    expect((await this.app.get(VerifyBooks).execute()).problems).toEqual([]);
  }
}
