import { randomUUID } from 'node:crypto';
import { PAYMENT_PROVIDER } from '../../src/modules/payments/payment-provider.ts';
import { SandboxProvider } from '../../src/modules/payments/sandbox.provider.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { BadLine } from '../support/bad-line.ts';
import { PaymentWorld, SECOND_INQUIRY_MS, type TopUp } from '../support/payment-world.ts';

const HOUR_MS = 3_600_000;
const CRASH_INQUIRY_MS = 30_000;

describe('a payment whose outcome is not known', () => {
  const line = new BadLine();
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open({}, { overrides: new Map([[PAYMENT_PROVIDER, line]]) });
    line.behind = world.app.get(SandboxProvider);
  });
  beforeEach(() => {
    Object.assign(line, { charging: 'works', inquiring: 'works', charges: 0 });
    world.clock.set(world.clock.now());
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const row = (id: string) => world.app.get(Postgres).prisma.payment.findUniqueOrThrow({ where: { id } });
  const setClearingStatus = (status: 'open' | 'closed') =>
    world.app.get(Postgres).prisma.ledgerAccount.updateMany({ where: { kind: 'provider-clearing' }, data: { status } });
  const status = async (topUp: TopUp, id: string) => (await world.payment(topUp.payer, id)).status;

  it.each([
    ['sandbox_timeout', 'unknown', 'succeeded', null, 600],
    ['sandbox_timeout_failed', 'unknown', 'failed', 'card_declined', 0],
    ['sandbox_late_failure', 'pending', 'failed', 'late_failure', 0],
  ])(
    'with %s goes from %s to %s at the first inquiry, and stays there',
    async (token, first, last, failureCode, balance) => {
      const topUp = await world.topUp(token);
      const { body } = await world.pay(topUp, 600);
      expect(body.status).toBe(first);
      await world.inquire(1_999);
      expect(await status(topUp, body.id)).toBe(first);
      await world.inquire(1);
      expect(await status(topUp, body.id)).toBe(last);
      for (let more = 0; more < 3; more += 1) await world.inquire(SECOND_INQUIRY_MS);
      expect(await world.payment(topUp.payer, body.id)).toMatchObject({ status: last, failureCode });
      expect(await world.balance(topUp)).toBe(balance);
      expect(await world.charges(body.id)).toBe(1);
      expect((await row(body.id)).inquireAt).toBeNull();
      const announced = await world.announced(body.id);
      expect(announced.at(-1)).toBe(`payment.${last}`);
      expect(new Set(announced).size).toBe(announced.length);
    },
  );

  it('is asked about after 2 s, 5 min, 1 h and then daily, and is never given up', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body } = await world.pay(topUp, 600);
    line.inquiring = 'lost';
    let askedAt = world.clock.now().getTime();
    for (const delayMs of [2_000, SECOND_INQUIRY_MS, HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS]) {
      expect((await row(body.id)).inquireAt?.getTime()).toBe(askedAt + delayMs);
      await world.inquire(delayMs);
      askedAt = world.clock.now().getTime();
    }
    expect(await row(body.id)).toMatchObject({ status: 'unknown', inquiries: 6, version: 2 });
    line.inquiring = 'works';
    await world.inquire(24 * HOUR_MS);
    expect((await row(body.id)).status).toBe('succeeded');
  });

  it('is unknown, not failed, when the answer to the charge is lost, and is credited once', async () => {
    const topUp = await world.topUp();
    line.charging = 'lost on the way back';
    const { body } = await world.pay(topUp, 800);
    expect(body).toMatchObject({ status: 'unknown', failureCode: null });
    await world.inquire();
    expect(await status(topUp, body.id)).toBe('succeeded');
    expect(await world.balance(topUp)).toBe(800);
    expect([line.charges, await world.charges(body.id)]).toEqual([1, 1]);
  });

  it('is charged by the inquiry when the charge never arrived', async () => {
    const topUp = await world.topUp();
    line.charging = 'lost on the way';
    const { body } = await world.pay(topUp, 800);
    expect([body.status, await world.charges(body.id)]).toEqual(['unknown', 0]);
    line.charging = 'works';
    await world.inquire();
    expect(await status(topUp, body.id)).toBe('succeeded');
    expect([await world.balance(topUp), await world.charges(body.id)]).toEqual([800, 1]);
  });

  it('learns from a late inquiry that the bank asks for a challenge', async () => {
    const topUp = await world.topUp('sandbox_3ds');
    line.charging = 'lost on the way back';
    const { body } = await world.pay(topUp, 800);
    await world.inquire();
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({
      status: 'requires_action',
      nextAction: { url: `/api/v1/sandbox/challenges/${body.id}` },
    });
    const steps = (await world.events(topUp.payer, body.id)).map(({ toStatus }) => toStatus);
    expect(steps).toEqual(['pending', 'unknown', 'pending', 'requires_action']);
  });

  it('is not lost when its wallet cannot be credited, and is credited when it can', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    await world.pay(await world.topUp(), 1);
    const { body } = await world.pay(topUp, 800);
    await setClearingStatus('closed');
    await world.inquire();
    await world.inquire(SECOND_INQUIRY_MS);
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({
      status: 'unknown',
      failureCode: 'credit_refused',
    });
    expect(await row(body.id)).toMatchObject({ inquiries: 2, inquireAt: expect.any(Date) as unknown });
    expect(await world.announced(body.id)).toEqual(['payment.unknown', 'payment.unknown']);
    await setClearingStatus('open');
    await world.inquire(HOUR_MS);
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({ status: 'succeeded', failureCode: null });
    expect(await world.balance(topUp)).toBe(800);
  });

  it('opens its wallet again when that was closed meanwhile', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body } = await world.pay(topUp, 800);
    const closed = await world.call('POST', `/wallets/${topUp.walletId}/close`, topUp.payer);
    expect(closed.status).toBe(200);
    await world.inquire();
    expect(await status(topUp, body.id)).toBe('succeeded');
    expect(await world.balance(topUp)).toBe(800);
  });

  it('fails only long after its method was removed and the provider never heard of it', async () => {
    const topUp = await world.topUp();
    line.charging = 'lost on the way';
    const { body } = await world.pay(topUp, 800);
    await world.call('DELETE', `/payment-methods/${topUp.methodId}`, topUp.payer);
    await world.inquire();
    await world.inquire(SECOND_INQUIRY_MS);
    expect(await status(topUp, body.id)).toBe('unknown');
    await world.inquire(HOUR_MS);
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({
      status: 'failed',
      failureCode: 'payment_method_removed',
    });
    expect(await world.charges(body.id)).toBe(0);
  });

  describe('because we went down', () => {
    // PostgreSQL refuses what would record the outcome, as it does when it, or we, go down at that moment.
    const OUTAGE = `
      create function outage() returns trigger language plpgsql as $$ begin raise exception 'down'; end $$;
      create trigger outage before update on payment execute function outage()`;

    /** Makes the payment and goes down between the charge and the record of its outcome. */
    async function payAndCrash(topUp: TopUp, key: string): Promise<string> {
      const { owner: pool, postgres } = world;
      const { prisma } = postgres;
      await pool.query(OUTAGE);
      expect((await world.pay(topUp, 750, key)).status).toBeGreaterThanOrEqual(500);
      await pool.query('drop function outage cascade');
      const { id, status: found } = await prisma.payment.findFirstOrThrow({ where: { userId: topUp.payer.id } });
      expect([found, await world.charges(id)]).toEqual(['pending', 1]);
      return id;
    }

    it('after the charge is resolved by the inquiry', async () => {
      const topUp = await world.topUp();
      const id = await payAndCrash(topUp, randomUUID());
      await world.inquire(CRASH_INQUIRY_MS - 1);
      expect(await status(topUp, id)).toBe('pending');
      await world.inquire(1);
      expect(await status(topUp, id)).toBe('succeeded');
      expect([await world.balance(topUp), line.charges]).toEqual([750, 1]);
    });

    it('after the charge is resumed by the same request, which asks before it charges', async () => {
      const topUp = await world.topUp();
      const key = randomUUID();
      const id = await payAndCrash(topUp, key);
      const again = await world.pay(topUp, 750, key);
      expect(again.status).toBe(201);
      expect(again.body).toMatchObject({ id, status: 'succeeded' });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect([await world.balance(topUp), line.charges, await world.charges(id)]).toEqual([750, 1, 1]);
      await world.inquire(CRASH_INQUIRY_MS);
      expect([await world.balance(topUp), await world.payments(topUp.payer)]).toEqual([750, 1]);
    });

    it('and refuses another payment under the same key', async () => {
      const topUp = await world.topUp();
      const key = randomUUID();
      await payAndCrash(topUp, key);
      expect((await world.pay(topUp, 751, key)).body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
      expect((await world.pay(topUp, 750, key)).body).toMatchObject({ status: 'succeeded', amount: 750 });
    });

    it('is resolved once when the inquiry and the same request meet', async () => {
      const topUp = await world.topUp();
      const key = randomUUID();
      const id = await payAndCrash(topUp, key);
      await Promise.all([world.inquire(CRASH_INQUIRY_MS), ...[1, 2, 3].map(() => world.pay(topUp, 750, key))]);
      expect(await status(topUp, id)).toBe('succeeded');
      expect([await world.balance(topUp), await world.charges(id)]).toEqual([750, 1]);
      expect(await world.announced(id)).toEqual(['payment.succeeded']);
    });
  });
});
