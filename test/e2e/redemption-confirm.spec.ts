import { randomUUID } from 'node:crypto';
import { ConfirmRedemption } from '../../src/modules/redemptions/confirm-redemption.use-case.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { DAY_MS, OrderWorld, type Treat } from './order-world.ts';

describe('POST /redemptions/{id}/confirm', () => {
  let world: OrderWorld;
  let treat: Treat;

  beforeAll(async () => {
    world = await OrderWorld.open({ PLATFORM_FEE_BASIS_POINTS: '500' });
  });
  beforeEach(async () => {
    treat = await world.treat({ funds: 1_000, price: 250 });
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('pays the venue its net and us our fee, and redeems the order', async () => {
    const { orderId, redemptionId } = await world.scanned(treat);
    const { status, body } = await world.confirm(redemptionId, treat.bar.bartender);
    const redeemedAt = world.clock.now().toISOString();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { redemptionId, status: 'confirmed', order: { id: orderId, status: 'REDEEMED', redeemedAt } },
    });
    expect(await world.balances(treat.walletId)).toEqual({ posted: 750, pendingOut: 0, pendingIn: 0 });
    // 5% of 250 is 12.5: rounded half up.
    expect(await world.balancesOfCode(`venue-payable:${treat.bar.id}:INR`)).toEqual({
      posted: 237,
      pendingOut: 0,
      pendingIn: 0,
    });
    expect(await world.balancesOfCode('platform-fee:INR')).toMatchObject({ posted: 13 });
    expect(await world.announced(orderId)).toEqual(['order.paid', 'order.accepted', 'order.redeemed']);
  });

  it('answers a retry with the same key as it did the first time, and pays once', async () => {
    const { redemptionId } = await world.scanned(treat);
    const key = randomUUID();
    const first = await world.confirm(redemptionId, treat.bar.bartender, key);
    expect(await world.confirm(redemptionId, treat.bar.bartender, key)).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect(await world.confirm(redemptionId, treat.bar.bartender)).toMatchObject({
      status: 409,
      body: { code: 'order_not_actionable' },
    });
    expect(await world.balances(treat.walletId)).toMatchObject({ posted: 750 });
  });

  it('pays once when the answer was lost and the bartender tries again', async () => {
    const { orderId, redemptionId } = await world.scanned(treat);
    const claim = { scope: randomUUID(), fingerprint: randomUUID() };
    const confirmRedemption = world.app.get(ConfirmRedemption);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { body, replayed } = await confirmRedemption.execute(treat.bar.bartender.id, redemptionId, claim);
      expect(body.order).toMatchObject({ id: orderId, status: 'REDEEMED', version: 3 });
      expect(replayed).toBe(attempt > 0);
    }
    expect(await world.balances(treat.walletId)).toMatchObject({ posted: 750 });
  });

  it('is for the bartender who scanned the code', async () => {
    const { redemptionId } = await world.scanned(treat);
    const colleague = await world.person();
    const row = { venueId: treat.bar.id, userId: colleague.id, role: 'manager', createdAt: world.clock.now() };
    await world.app.get(Postgres).prisma.venueStaff.create({ data: row });
    expect(await world.confirm(redemptionId, colleague)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    for (const outsider of [treat.recipient, treat.buyer, (await world.bar()).bartender]) {
      expect(await world.confirm(redemptionId, outsider)).toMatchObject({ status: 404 });
    }
    expect(await world.balances(treat.walletId)).toMatchObject({ posted: 1_000, pendingOut: 250 });
  });

  it('refuses a bartender who has left the venue since the scan', async () => {
    const { redemptionId } = await world.scanned(treat);
    await world.app.get(Postgres).prisma.venueStaff.deleteMany({ where: { userId: treat.bar.bartender.id } });
    expect(await world.confirm(redemptionId, treat.bar.bartender)).toMatchObject({ status: 404 });
  });

  it('wants a scan that is not older than five minutes', async () => {
    const orderId = await world.accepted(treat);
    const { redemptionId, qrPayload } = await world.code(orderId, treat.recipient);
    expect(await world.confirm(redemptionId, treat.bar.bartender)).toMatchObject({
      status: 409,
      body: { code: 'order_not_actionable' },
    });
    await world.scan(qrPayload, treat.bar.bartender);
    world.clock.advance(300_000);
    expect(await world.confirm(redemptionId, treat.bar.bartender)).toMatchObject({
      status: 422,
      body: { code: 'qr_expired' },
    });
    const another = await world.code(orderId, treat.recipient);
    await world.scan(another.qrPayload, treat.bar.bartender);
    world.clock.advance(299_999);
    expect(await world.confirm(another.redemptionId, treat.bar.bartender)).toMatchObject({ status: 200 });
  });

  it('serves an order until its very last millisecond', async () => {
    const orders = [await world.accepted(treat), await world.accepted(treat)];
    world.clock.advance(DAY_MS - 1_000);
    const codes = [];
    for (const orderId of orders) {
      const code = await world.code(orderId, treat.recipient);
      await world.expect(200, world.scan(code.qrPayload, treat.bar.bartender));
      codes.push(code);
    }
    world.clock.advance(999);
    expect(await world.confirm(codes[0]?.redemptionId ?? '', treat.bar.bartender)).toMatchObject({ status: 200 });
    world.clock.advance(1);
    expect(await world.confirm(codes[1]?.redemptionId ?? '', treat.bar.bartender)).toMatchObject({
      status: 409,
      body: { code: 'order_expired' },
    });
    await world.runJob();
    expect(await world.balances(treat.walletId)).toEqual({ posted: 750, pendingOut: 0, pendingIn: 0 });
  });

  it('needs an Idempotency-Key, a session and a redemption', async () => {
    const { redemptionId } = await world.scanned(treat);
    const path = `/redemptions/${redemptionId}/confirm`;
    expect(await world.call('POST', path, treat.bar.bartender)).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_required' },
    });
    expect(await world.call('POST', path, undefined, { key: 'k' })).toMatchObject({ status: 401 });
    for (const id of [randomUUID(), 'none', "1'--"]) {
      expect(await world.confirm(id, treat.bar.bartender)).toMatchObject({ status: 404 });
    }
  });
});

describe.each([
  ['0', 250, undefined, 1],
  ['10000', 0, 250, 1],
  ['500', 237, 13, 2],
])('a platform fee of %s basis points', (feeBasisPoints, net, fee, transfers) => {
  it(`leaves ${net} to the venue in ${transfers} transfer(s)`, async () => {
    const world = await OrderWorld.open({ PLATFORM_FEE_BASIS_POINTS: feeBasisPoints });
    const treat = await world.treat({ price: 250 });
    const { orderId, redemptionId } = await world.scanned(treat);
    await world.expect(200, world.confirm(redemptionId, treat.bar.bartender));
    expect(await world.balancesOfCode(`venue-payable:${treat.bar.id}:INR`)).toEqual({
      posted: net,
      pendingOut: 0,
      pendingIn: 0,
    });
    expect((await world.balancesOfCode('platform-fee:INR'))?.posted).toBe(fee);
    expect(await world.app.get(Postgres).prisma.ledgerTransfer.count({ where: { reference: orderId } })).toBe(
      transfers,
    );
    await world.expectSound();
    await world.close();
  });
});
