import { OutboxRelay } from '../../src/platform/events/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import type { PaymentWorld } from '../support/payment-world.ts';
import { openSandbox, openStripe, type ProviderRig } from '../support/provider-rigs.ts';

describe.each([
  ['sandbox', openSandbox],
  ['stripe', openStripe],
] as const)('the provider %s', (name, open) => {
  let rig: ProviderRig;
  let world: PaymentWorld;

  beforeAll(async () => {
    rig = await open();
    world = rig.world;
  });
  afterEach(() => world.expectSound());
  afterAll(() => rig.close());

  const status = async (payer: Parameters<PaymentWorld['payment']>[0], id: string) =>
    (await world.payment(payer, id)).status;

  it('charges a card and credits the wallet, once', async () => {
    const topUp = await world.topUp(rig.token('good'));
    const { body } = await world.pay(topUp, 800);
    expect(body).toMatchObject({ status: 'succeeded', provider: name, failureCode: null });
    expect([await world.balance(topUp), await rig.charges(body.id)]).toEqual([800, 1]);
  });

  it('says why a card is declined, and credits nothing', async () => {
    const topUp = await world.topUp(rig.token('declined'));
    const { body } = await world.pay(topUp, 800);
    expect(body).toMatchObject({ status: 'failed', failureCode: 'card_declined' });
    expect(await world.balance(topUp)).toBe(0);
  });

  it.each([
    [true, 'succeeded', 800],
    [false, 'failed', 0],
  ])('waits for the bank’s challenge; approved: %s', async (approves, last, balance) => {
    const topUp = await world.topUp(rig.token('challenged'));
    const { body } = await world.pay(topUp, 800);
    expect(body).toMatchObject({ status: 'requires_action', nextAction: { type: 'challenge' } });
    await rig.answer(body.id, approves);
    await world.inquire();
    expect([await status(topUp.payer, body.id), await world.balance(topUp)]).toEqual([last, balance]);
  });

  it('leaves nothing to pay with after a challenge that was not passed', async () => {
    const topUp = await world.topUp(rig.token('challenged'));
    const { body } = await world.pay(topUp, 800);
    await rig.answer(body.id, false);
    await world.inquire();
    expect([await status(topUp.payer, body.id), await rig.goOn(body.id)]).toEqual(['failed', false]);
  });

  it('sets an amount aside, and takes a part of it', async () => {
    const topUp = await world.topUp(rig.token('good'));
    const { body } = await world.authorize(topUp, 800);
    expect([body.status, await world.balance(topUp)]).toEqual(['authorized', 0]);
    const captured = await world.finish(topUp.payer, body.id, 'capture', { amount: 300 });
    expect(captured.body).toMatchObject({ status: 'succeeded', capturedAmount: 300 });
    expect(await world.balance(topUp)).toBe(300);
  });

  it('credits what was taken, also by hand at the provider', async () => {
    const topUp = await world.topUp(rig.token('good'));
    const { body } = await world.authorize(topUp, 900);
    await rig.takeByHand(body.id, 400);
    await world.inquire();
    const payment = await world.payment(topUp.payer, body.id);
    expect(payment).toMatchObject({ status: 'succeeded', amount: 900, capturedAmount: 400 });
    expect(await world.balance(topUp)).toBe(400);
    expect((await world.refund(topUp.payer, body.id, { amount: 401 })).body.code).toBe('refund_exceeds_payment');
  });

  it('credits what was taken by hand where another amount was asked for', async () => {
    const topUp = await world.topUp(rig.token('good'));
    const { body } = await world.authorize(topUp, 900);
    await rig.takeByHand(body.id, 400);
    const captured = await world.finish(topUp.payer, body.id, 'capture', { amount: 600 });
    expect(captured.body).toMatchObject({ status: 'succeeded', capturedAmount: 400 });
    expect(await world.balance(topUp)).toBe(400);
  });

  it('sets an amount aside, and lets it go', async () => {
    const topUp = await world.topUp(rig.token('good'));
    const { body } = await world.authorize(topUp, 800);
    expect((await world.finish(topUp.payer, body.id, 'cancel')).body.status).toBe('canceled');
    expect(await world.balance(topUp)).toBe(0);
  });

  it('refunds in parts, and never more than was taken', async () => {
    const topUp = await world.topUp(rig.token('good'));
    const { body } = await world.pay(topUp, 800);
    expect((await world.refund(topUp.payer, body.id, { amount: 300 })).body.status).toBe('succeeded');
    expect((await world.refund(topUp.payer, body.id, { amount: 501 })).body.code).toBe('refund_exceeds_payment');
    expect((await world.refund(topUp.payer, body.id)).body).toMatchObject({ status: 'succeeded', amount: 500 });
    expect([await world.balance(topUp), await rig.refunded(body.id)]).toEqual([0, 800]);
  });

  it('gives the money back to the wallet when it does not refund', async () => {
    const topUp = await world.topUp(rig.token('not refundable'));
    const { body } = await world.pay(topUp, 800);
    expect((await world.refund(topUp.payer, body.id)).body.status).toBe('failed');
    expect([await world.balance(topUp), await rig.refunded(body.id)]).toEqual([800, 0]);
  });

  it('forgets whom we have forgotten, and keeps everybody else', async () => {
    const [gone, other] = [await world.topUp(rig.token('good')), await world.topUp(rig.token('good'))];
    const before = await rig.knows(other.payer.id);
    expect((await world.call('POST', '/me/erasure', gone.payer)).status).toBe(202);
    await world.app.get(OutboxRelay).drain();
    for (let run = 0; run < 2; run += 1) {
      expect((await world.app.get(Jobs).runNow('erasures')).status).toBe('succeeded');
      const erasure = await world.postgres.prisma.erasure.findUniqueOrThrow({ where: { userId: gone.payer.id } });
      expect(erasure.completedAt).toBeInstanceOf(Date);
      expect([await rig.knows(gone.payer.id), await rig.knows(other.payer.id)]).toEqual([false, before]);
    }
    expect((await world.pay(other, 300)).body.status).toBe('succeeded');
  });

  it('charges once however many settle the same payment at once', async () => {
    const topUp = await world.topUp(rig.token('good'));
    const key = world.newId();
    await Promise.all(Array.from({ length: 10 }, () => world.pay(topUp, 800, key)));
    await world.inquire();
    const { body } = await world.pay(topUp, 800, key);
    expect([body.status, await world.balance(topUp), await rig.charges(body.id)]).toEqual(['succeeded', 800, 1]);
  });
});
