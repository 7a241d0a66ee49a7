import { Orders } from '../../src/modules/orders/index.ts';
import { besideTransaction, Transactions } from '../../src/platform/postgres/index.ts';
import { DAY_MS, OrderWorld, type Answer, type Treat } from '../e2e/order-world.ts';

const ROUNDS = 20;

const winners = (answers: readonly Answer[]): Answer[] => answers.filter(({ status }) => status < 300);
const codes = (answers: readonly Answer[]): unknown[] =>
  answers.filter(({ status }) => status >= 300).map(({ body }) => body['code']);

describe('orders under race', () => {
  let world: OrderWorld;

  beforeAll(async () => {
    world = await OrderWorld.open({ PLATFORM_FEE_BASIS_POINTS: '500' });
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  /** An accepted order whose code was scanned, with the clock held a millisecond before the order expires. */
  async function aMillisecondBeforeTheEnd(): Promise<{ treat: Treat; orderId: string; redemptionId: string }> {
    const treat = await world.treat();
    const orderId = await world.accepted(treat);
    world.clock.advance(DAY_MS - 1_000);
    const { qrPayload, redemptionId } = await world.code(orderId, treat.recipient);
    await world.expect(200, world.scan(qrPayload, treat.bar.bartender));
    world.clock.advance(999);
    return { treat, orderId, redemptionId };
  }

  it('have one winner when accept, reject and cancel race', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const treat = await world.treat();
      const orderId = await world.placed(treat);
      const race = [
        () => world.act('accept', orderId, treat.recipient),
        () => world.act('reject', orderId, treat.recipient),
        () => world.act('cancel', orderId, treat.buyer),
      ];
      // A different one starts first each time.
      const answers = await Promise.all([0, 1, 2].map((nth) => race[(nth + round) % 3]!()));
      const [winner, ...others] = winners(answers);
      expect(others).toEqual([]);
      expect(codes(answers)).toEqual(['order_not_actionable', 'order_not_actionable']);
      const order = await world.read(orderId, treat.buyer);
      expect(order).toMatchObject({ status: winner?.body['status'], version: 2 });
      const held = order['status'] === 'ACCEPTED' ? 250 : 0;
      expect(await world.balances(treat.walletId)).toEqual({ posted: 1_000, pendingOut: held, pendingIn: 0 });
    }
  });

  it('are placed as far as the money goes, and no further', async () => {
    const treat = await world.treat({ funds: 100, price: 10 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => world.place(treat)));
    expect(winners(answers)).toHaveLength(10);
    expect(new Set(codes(answers))).toEqual(new Set(['insufficient_funds']));
    expect(await world.balances(treat.walletId)).toEqual({ posted: 100, pendingOut: 100, pendingIn: 0 });
  });

  it('let one of two scans of a code through', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const treat = await world.treat();
      const { qrPayload } = await world.code(await world.accepted(treat), treat.recipient);
      const answers = await Promise.all([1, 2].map(() => world.scan(qrPayload, treat.bar.bartender)));
      expect(winners(answers)).toHaveLength(1);
      expect(codes(answers)).toEqual(['qr_already_used']);
    }
  });

  it('are paid once when two confirm, with one code or with two', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const treat = await world.treat();
      const orderId = await world.accepted(treat);
      const redemptions: string[] = [];
      for (let nth = 0; nth < 1 + (round % 2); nth += 1) {
        const { qrPayload, redemptionId } = await world.code(orderId, treat.recipient);
        await world.expect(200, world.scan(qrPayload, treat.bar.bartender));
        redemptions.push(redemptionId);
      }
      const answers = await Promise.all(
        [0, 1, 2, 3].map((nth) => world.confirm(redemptions[nth % redemptions.length]!, treat.bar.bartender)),
      );
      expect(winners(answers)).toHaveLength(1);
      expect(codes(answers)).toEqual(Array.from({ length: 3 }, () => 'order_not_actionable'));
      expect(await world.balances(treat.walletId)).toEqual({ posted: 750, pendingOut: 0, pendingIn: 0 });
    }
  });

  it('are redeemed or expired at their last moment, never both', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { treat, orderId, redemptionId } = await aMillisecondBeforeTheEnd();
      const confirming = world.confirm(redemptionId, treat.bar.bartender);
      // A head start of more and more requests, so that the two meet at every point of each other.
      for (let nth = 0; nth < round; nth += 1) await world.call('GET', '/me', treat.buyer);
      world.clock.advance(1);
      await Promise.all([confirming, world.runJob(), world.runJob('expire-holds')]);
      await world.runJob();

      const redeemed = (await confirming).status === 200;
      if (!redeemed) expect(await confirming).toMatchObject({ status: 409, body: { code: 'order_expired' } });
      expect(await world.statusOf(orderId, treat.buyer)).toBe(redeemed ? 'REDEEMED' : 'EXPIRED');
      expect(await world.balances(treat.walletId)).toEqual({
        posted: redeemed ? 750 : 1_000,
        pendingOut: 0,
        pendingIn: 0,
      });
      const last = redeemed ? 'order.redeemed' : 'order.expired';
      expect(await world.announced(orderId)).toEqual(['order.paid', 'order.accepted', last]);
    }
  });

  it('are left alone by the job while somebody who came in time is redeeming them', async () => {
    const { treat, orderId } = await aMillisecondBeforeTheEnd();
    const orders = world.app.get(Orders);
    await world.app.get(Transactions).run(async (tx) => {
      await orders.move(tx, await orders.lock(tx, orderId), 'REDEEMED');
      world.clock.advance(1);
      expect(await besideTransaction(() => world.runJob())).toEqual({ status: 'succeeded', processed: 0 });
    });
    expect(await world.runJob()).toEqual({ status: 'succeeded', processed: 0 });
    expect(await world.statusOf(orderId, treat.buyer)).toBe('REDEEMED');
  });

  it('expire once when two containers sweep and the buyer cancels', async () => {
    const treat = await world.treat({ funds: 10_000, price: 10 });
    const orders = await Promise.all(Array.from({ length: ROUNDS }, () => world.placed(treat)));
    world.clock.advance(DAY_MS);
    const cancelling = orders.map((orderId) => world.act('cancel', orderId, treat.buyer));
    const [answers] = await Promise.all([Promise.all(cancelling), world.runJob(), world.runJob('expire-holds')]);
    expect(winners(answers)).toEqual([]);
    expect(new Set(codes(answers))).toEqual(new Set(['order_expired']));
    await world.runJob();
    for (const orderId of orders) expect(await world.announced(orderId)).toEqual(['order.paid', 'order.expired']);
    expect(await world.balances(treat.walletId)).toEqual({ posted: 10_000, pendingOut: 0, pendingIn: 0 });
  });
});
