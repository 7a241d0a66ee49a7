import { randomUUID } from 'node:crypto';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { PaymentsRepository } from '../../src/modules/payments/payments.repository.ts';
import { RecordOutcome } from '../../src/modules/payments/record-outcome.use-case.ts';
import { SettlePayment } from '../../src/modules/payments/settle-payment.use-case.ts';
import { Transactions } from '../../src/platform/postgres/index.ts';
import { FIRST_INQUIRY_MS, PaymentWorld } from '../support/payment-world.ts';

const CALLERS = 50;
const DEADLINE_MS = 20_000;

describe('payments at once', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  /** Repeats the request as a client does, until it is answered with more than that it is still running. */
  async function payUntilAnswered(...[topUp, amount, key]: Parameters<PaymentWorld['pay']>) {
    const until = performance.now() + DEADLINE_MS;
    for (;;) {
      const answer = await world.pay(topUp, amount, key);
      if (answer.status !== 409 || performance.now() > until) return answer;
    }
  }

  it('charges and credits once for fifty requests with one key', async () => {
    const topUp = await world.topUp();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: CALLERS }, () => world.pay(topUp, 300, key)));
    // However many of them came in time to be told that the first is still running.
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    const { body } = await payUntilAnswered(topUp, 300, key);
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map((answer) => answer.body.id))).toEqual(new Set([body.id]));
    expect(await world.payments(topUp.payer)).toBe(1);
    expect([await world.balance(topUp), await world.charges(body.id)]).toEqual([300, 1]);
  });

  it('charges and credits every one of fifty requests with keys of their own', async () => {
    const topUp = await world.topUp();
    const answers = await Promise.all(Array.from({ length: CALLERS }, () => world.pay(topUp, 7)));
    expect(answers.map(({ body }) => body.status)).toEqual(Array.from({ length: CALLERS }, () => 'succeeded'));
    expect(await world.balance(topUp)).toBe(CALLERS * 7);
  });

  it('credits once however many settle the same payment', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body } = await world.pay(topUp, 410);
    const settle = world.app.get(SettlePayment);
    const [payment] = await world.app.get(PaymentsRepository).findMany([body.id]);
    if (!payment) throw new Error('the payment is gone');
    const ways = Array.from({ length: CALLERS }, (_, n) =>
      n % 3 === 0 ? settle.charge(payment) : settle.resume(payment),
    );
    await Promise.all(ways);
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({ status: 'succeeded', version: 3 });
    expect([await world.balance(topUp), await world.charges(body.id)]).toEqual([410, 1]);
    expect(await world.announced(body.id)).toEqual(['payment.unknown', 'payment.succeeded']);
  });

  it('keeps to the first of two outcomes that contradict each other', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body } = await world.pay(topUp, 410);
    const outcomes = world.app.get(RecordOutcome);
    const said = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 'succeeded' : 'failed'));
    const answers = await Promise.all(
      said.map((status) => outcomes.execute(body.id, { status }, 'inquiry', world.clock.now())),
    );
    const settled = await world.payment(topUp.payer, body.id);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([settled.status]));
    expect(await world.balance(topUp)).toBe(settled.status === 'succeeded' ? 410 : 0);
  });

  it('hands each due payment to one inquirer', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const made = await Promise.all(Array.from({ length: 30 }, () => world.pay(topUp, 1)));
    world.clock.advance(FIRST_INQUIRY_MS);
    const [payments, transactions] = [world.app.get(PaymentsRepository), world.app.get(Transactions)];
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => transactions.run((tx) => payments.takeDue(tx, 5))),
    );
    const ids = taken.flat();
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(made.map(({ body }) => body.id)).toEqual(expect.arrayContaining(ids));
  });

  it('resolves many payments in one run of the job', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const made = await Promise.all(Array.from({ length: 23 }, () => world.pay(topUp, 10)));
    world.clock.advance(FIRST_INQUIRY_MS);
    const run = await world.app.get(Jobs).runNow('resolve-payments');
    expect(run.status).toBe('succeeded');
    expect(run.processed).toBeGreaterThanOrEqual(made.length);
    expect(await world.balance(topUp)).toBe(230);
  });

  it('never refunds more than was paid, however many ask', async () => {
    const topUp = await world.topUp();
    const { body } = await world.pay(topUp, 1_000);
    await world.wallet(topUp.payer, 100_000);
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, () => world.refund(topUp.payer, body.id, { amount: 90 })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(11);
    expect(new Set(answers.flatMap(({ body: said }) => said.code ?? []))).toEqual(new Set(['refund_exceeds_payment']));
    expect(await world.refunded(body.id)).toHaveLength(11);
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({ refundedAmount: 990 });
    expect(await world.balance(topUp)).toBe(101_000 - 990);
  });

  it('captures or cancels, and never both', async () => {
    const topUp = await world.topUp();
    const { body } = await world.authorize(topUp, 500);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => world.finish(topUp.payer, body.id, n % 2 === 0 ? 'capture' : 'cancel')),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { status } = await world.payment(topUp.payer, body.id);
    expect(await world.balance(topUp)).toBe(status === 'succeeded' ? 500 : 0);
    expect(['succeeded', 'canceled']).toContain(status);
  });
});
