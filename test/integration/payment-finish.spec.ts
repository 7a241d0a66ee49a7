import { randomUUID } from 'node:crypto';
import { PAYMENT_PROVIDER } from '../../src/modules/payments/payment-provider.ts';
import { SandboxProvider } from '../../src/modules/payments/sandbox.provider.ts';
import { BadLine } from '../support/bad-line.ts';
import { PaymentWorld, SECOND_INQUIRY_MS, type TopUp } from '../support/payment-world.ts';

const CRASH_INQUIRY_MS = 30_000;

describe('what is asked of a provider over a bad line', () => {
  const line = new BadLine();
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open({}, { overrides: new Map([[PAYMENT_PROVIDER, line]]) });
    line.behind = world.app.get(SandboxProvider);
  });
  beforeEach(() => {
    const works = { charging: 'works', finishing: 'works', refunding: 'works', inquiring: 'works', refunds: 0 };
    Object.assign(line, works);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  async function authorized(): Promise<TopUp & { id: string }> {
    const topUp = await world.topUp();
    return { ...topUp, id: (await world.authorize(topUp, 700)).body.id };
  }

  async function paid(token?: string): Promise<TopUp & { id: string }> {
    const topUp = await world.topUp(token);
    return { ...topUp, id: (await world.pay(topUp, 700)).body.id };
  }

  it.each(['lost on the way', 'lost on the way back'] as const)('a capture that is %s is done once', async (how) => {
    const payment = await authorized();
    line.finishing = how;
    const { body } = await world.finish(payment.payer, payment.id, 'capture', { amount: 500 });
    expect(body.status).toBe('capturing');
    expect((await world.finish(payment.payer, payment.id, 'cancel')).body.code).toBe('payment_not_actionable');
    line.finishing = 'works';
    await world.inquire(CRASH_INQUIRY_MS);
    expect((await world.payment(payment.payer, payment.id)).status).toBe('succeeded');
    expect(await world.balance(payment)).toBe(500);
  });

  it.each(['lost on the way', 'lost on the way back'] as const)('a cancel that is %s is done', async (how) => {
    const payment = await authorized();
    line.finishing = how;
    expect((await world.finish(payment.payer, payment.id, 'cancel')).body.status).toBe('canceling');
    line.finishing = 'works';
    await world.inquire(CRASH_INQUIRY_MS);
    expect((await world.payment(payment.payer, payment.id)).status).toBe('canceled');
    expect(await world.balance(payment)).toBe(0);
  });

  it('a capture is asked about for as long as it takes, and never failed', async () => {
    const payment = await authorized();
    Object.assign(line, { finishing: 'lost on the way back', inquiring: 'lost' });
    await world.finish(payment.payer, payment.id, 'capture');
    for (const delayMs of [CRASH_INQUIRY_MS, SECOND_INQUIRY_MS, 3_600_000, 86_400_000]) await world.inquire(delayMs);
    const row = await world.postgres.prisma.payment.findUniqueOrThrow({ where: { id: payment.id } });
    expect([row.status, row.inquireAt === null]).toEqual(['capturing', false]);
    line.inquiring = 'works';
    await world.inquire(86_400_000);
    const settled = await world.postgres.prisma.payment.findUniqueOrThrow({ where: { id: payment.id } });
    expect([settled.status, settled.inquireAt]).toEqual(['succeeded', null]);
  });

  it('a refund whose answer is late is found by the inquiry', async () => {
    const payment = await paid('sandbox_refund_timeout');
    const { body } = await world.refund(payment.payer, payment.id, { amount: 300 });
    expect(body.status).toBe('unknown');
    expect(await world.balance(payment)).toBe(400);
    await world.inquireRefunds();
    expect(await world.refunds(payment.payer, payment.id)).toMatchObject([{ status: 'succeeded' }]);
    expect([await world.balance(payment), line.refunds]).toEqual([400, 1]);
  });

  it.each([
    ['lost on the way', 2],
    ['lost on the way back', 1],
  ] as const)('a refund that is %s is refunded once', async (how, calls) => {
    const payment = await paid();
    line.refunding = how;
    expect((await world.refund(payment.payer, payment.id, { amount: 300 })).body.status).toBe('unknown');
    line.refunding = 'works';
    line.inquiring = 'lost';
    await world.inquireRefunds();
    expect(await world.refunds(payment.payer, payment.id)).toMatchObject([{ status: 'unknown' }]);
    line.inquiring = 'works';
    await world.inquireRefunds(SECOND_INQUIRY_MS);
    expect(await world.refunds(payment.payer, payment.id)).toMatchObject([{ status: 'succeeded' }]);
    expect([await world.refunded(payment.id), line.refunds]).toEqual([[300n], calls]);
    expect(await world.balance(payment)).toBe(400);
  });

  it('a refund whose request died after its intent is finished by the same request', async () => {
    const payment = await paid();
    const key = randomUUID();
    const pool = world.owner;
    await pool.query(`
      create function outage() returns trigger language plpgsql as $$ begin raise exception 'down'; end $$;
      create trigger outage before update on payment_refund execute function outage()`);
    expect((await world.refund(payment.payer, payment.id, {}, key)).status).toBeGreaterThanOrEqual(500);
    await pool.query('drop function outage cascade');
    const again = await world.refund(payment.payer, payment.id, {}, key);
    expect([again.status, again.body.status]).toEqual([201, 'succeeded']);
    expect([await world.refunded(payment.id), line.refunds]).toEqual([[700n], 1]);
  });
});
