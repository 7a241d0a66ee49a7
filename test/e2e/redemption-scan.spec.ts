import { randomUUID } from 'node:crypto';
import { DAY_MS, OrderWorld, type Code, type Treat } from './order-world.ts';

describe('POST /redemptions/scan', () => {
  let world: OrderWorld;
  let treat: Treat;
  let orderId: string;
  let code: Code;

  beforeAll(async () => {
    world = await OrderWorld.open();
  });
  beforeEach(async () => {
    treat = await world.treat();
    orderId = await world.accepted(treat);
    code = await world.code(orderId, treat.recipient);
  });
  afterAll(() => world.close());

  it('tells the bartender what to serve to whom, and moves no money', async () => {
    const { status, body } = await world.scan(code.qrPayload, treat.bar.bartender);
    expect(status).toBe(200);
    expect(body).toEqual({
      redemptionId: code.redemptionId,
      status: 'scanned',
      order: await world.read(orderId, treat.bar.bartender),
      recipient: { id: treat.recipient.id, firstName: 'Bob' },
    });
    expect(body['order']).toMatchObject({
      id: orderId,
      status: 'ACCEPTED',
      walletId: null,
      items: [{ name: 'Drink 0', quantity: 1 }],
    });
    expect(await world.balances(treat.walletId)).toEqual({ posted: 1_000, pendingOut: 250, pendingIn: 0 });
    await world.expectSound();
  });

  it('works once', async () => {
    await world.scan(code.qrPayload, treat.bar.bartender);
    expect(await world.scan(code.qrPayload, treat.bar.bartender)).toMatchObject({
      status: 409,
      body: { code: 'qr_already_used' },
    });
    world.clock.advance(60_000);
    expect(await world.scan(code.qrPayload, treat.bar.bartender)).toMatchObject({
      status: 409,
      body: { code: 'qr_already_used' },
    });
  });

  it('answers a retry with the same key as it did the first time', async () => {
    const key = randomUUID();
    const first = await world.scan(code.qrPayload, treat.bar.bartender, key);
    expect(await world.scan(code.qrPayload, treat.bar.bartender, key)).toMatchObject({ status: 200, body: first.body });
    expect(await world.scan(code.qrPayload, treat.bar.bartender, randomUUID())).toMatchObject({ status: 409 });
  });

  it('works for a minute, to the millisecond', async () => {
    const later = await world.code(orderId, treat.recipient);
    world.clock.advance(59_999);
    expect(await world.scan(code.qrPayload, treat.bar.bartender)).toMatchObject({ status: 200 });
    world.clock.advance(1);
    expect(await world.scan(later.qrPayload, treat.bar.bartender)).toMatchObject({
      status: 422,
      body: { code: 'qr_expired' },
    });
  });

  it('is for the staff of that venue alone', async () => {
    const elsewhere = (await world.bar()).bartender;
    for (const person of [elsewhere, treat.recipient, treat.buyer]) {
      expect(await world.scan(code.qrPayload, person)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    expect(
      await world.call('POST', '/redemptions/scan', undefined, { body: { qrPayload: code.qrPayload } }),
    ).toMatchObject({ status: 401 });
    expect(await world.scan(code.qrPayload, treat.bar.bartender)).toMatchObject({ status: 200 });
  });

  it('refuses what was forged, before it looks at who asks', async () => {
    const [version, content = '', signature] = code.qrPayload.split('.');
    const said = Buffer.from(content, 'base64url').toString('utf8');
    const elsewhere = Buffer.from(said.replace(treat.bar.id, (await world.bar()).id)).toString('base64url');
    const forever = Buffer.from(said.replace(/\d+$/, '9999999999999')).toString('base64url');
    const forged = [
      `${version}.${elsewhere}.${signature}`,
      `${version}.${forever}.${signature}`,
      `tvt2.${content}.${signature}`,
    ];
    for (const payload of [...forged, `${version}.${content}.`, 'x', ' ', '🍸', `${code.qrPayload}.`]) {
      for (const person of [treat.bar.bartender, treat.recipient]) {
        expect(await world.scan(payload, person)).toMatchObject({ status: 422, body: { code: 'qr_invalid' } });
      }
    }
  });

  it.each([undefined, null, '', 1, true, [], ['tvt1'], {}, 'x'.repeat(513)])(
    'refuses %j as malformed',
    async (payload) => {
      expect(await world.scan(payload, treat.bar.bartender)).toMatchObject({
        status: 400,
        body: { code: 'validation_failed' },
      });
    },
  );

  it('refuses when the order was redeemed with another code, or has expired', async () => {
    const another = await world.code(orderId, treat.recipient);
    await world.scan(another.qrPayload, treat.bar.bartender);
    await world.expect(200, world.confirm(another.redemptionId, treat.bar.bartender));
    expect(await world.scan(code.qrPayload, treat.bar.bartender)).toMatchObject({
      status: 409,
      body: { code: 'order_not_actionable' },
    });

    const late = await world.treat();
    const lateId = await world.accepted(late);
    world.clock.advance(DAY_MS - 1);
    const lastCode = await world.code(lateId, late.recipient);
    world.clock.advance(1);
    const answer = await world.scan(lastCode.qrPayload, late.bar.bartender);
    expect(answer).toMatchObject({ status: 422, body: { code: 'qr_expired' } });
    await world.expectSound();
  });
});
