import { OutboxRelay } from '../../src/platform/events/index.ts';
import type { PaymentWorld, TopUp } from '../support/payment-world.ts';
import { StripeWorld } from '../support/stripe-world.ts';

const HOUR_MS = 3_600_000;

describe('payment methods at Stripe', () => {
  let rig: StripeWorld;
  let world: PaymentWorld;

  beforeAll(async () => {
    rig = await StripeWorld.open();
    ({ world } = rig);
  });
  beforeEach(() => rig.calm());
  afterAll(() => rig.close());

  const add = async (token: string, type: string, payer?: TopUp['payer']) =>
    world.call('POST', '/payment-methods', payer ?? (await world.person()), { body: { type, token } });

  const sealed = async (id: unknown): Promise<boolean> =>
    (await world.postgres.prisma.paymentMethod.findUniqueOrThrow({ where: { id: String(id) } })).sealedToken !== '';

  it('are cards, Apple Pay and Google Pay, each as what it is', async () => {
    for (const [token, type] of [
      ['pm_visa_a', 'card'],
      ['pm_applepay_a', 'apple_pay'],
      ['pm_googlepay_a', 'google_pay'],
    ] as const) {
      const { status, body } = await add(token, type);
      expect([status, body]).toMatchObject([201, { type, brand: 'visa', lastFour: '4242', expiryDate: '2031-07' }]);
    }
    expect((await add('pm_applepay_b', 'card')).body).toMatchObject({ code: 'payment_method_not_supported' });
  });

  it.each([
    ['pm_applepay_paid', 'apple_pay'],
    ['pm_googlepay_paid', 'google_pay'],
  ])('as %s pay into a wallet, once, and back', async (token, type) => {
    const payer = await world.person();
    const walletId = await world.wallet(payer);
    const { body: method } = await add(token, type, payer);
    const { body } = await world.pay({ payer, walletId, methodId: String(method['id']) }, 900);
    expect(body).toMatchObject({ status: 'succeeded', capturedAmount: 900 });
    expect(rig.stripe.books.intentOf(body.id)).toMatchObject({ method: token, confirmed: 1, amount_received: 900 });
    expect((await world.refund(payer, body.id, { amount: 400 })).body.status).toBe('succeeded');
    expect(await world.balance({ payer, walletId, methodId: '' })).toBe(500);
    await world.expectSound();
  });

  it('are refused when Stripe does not know them, or knows them as another customer’s', async () => {
    expect((await add('tok_unknown', 'card')).body).toMatchObject({ code: 'payment_method_not_supported' });
    expect((await add('pm_visa_theirs', 'card')).status).toBe(201);
    expect((await add('pm_visa_theirs', 'card')).body).toMatchObject({ code: 'payment_method_not_supported' });
  });

  it('are taken from the customer when they are removed, however often that must be tried', async () => {
    const payer = await world.person();
    const { body } = await add('pm_visa_gone', 'card', payer);
    rig.fail('/detach', 'server error');
    expect((await world.call('DELETE', `/payment-methods/${String(body['id'])}`, payer)).status).toBe(204);
    await world.app.get(OutboxRelay).drain();
    expect([rig.stripe.books.ownerOf('pm_visa_gone') === undefined, await sealed(body['id'])]).toEqual([false, true]);
    for (const how of ['lost on the way back', 'server error'] as const) {
      world.clock.advance(HOUR_MS);
      if (how === 'lost on the way back') rig.fail('/detach', how);
      await world.app.get(OutboxRelay).drain();
    }
    expect([rig.stripe.books.ownerOf('pm_visa_gone'), await sealed(body['id'])]).toEqual([undefined, false]);
  });

  it('are one method a card, whatever token it comes with, and the customer keeps the first', async () => {
    const payer = await world.person();
    const tokens = ['pm_visa_twice', 'pm_visa_twice', 'pm_visa_twice~2'];
    const ids = [];
    for (const token of tokens) ids.push((await add(token, 'card', payer)).body['id']);
    expect(new Set(ids).size).toBe(1);
    expect(rig.stripe.books.ownerOf('pm_visa_twice')).toBeDefined();
    expect(rig.stripe.books.ownerOf('pm_visa_twice~2')).toBeUndefined();
    await world.call('DELETE', `/payment-methods/${String(ids[0])}`, payer);
    await world.app.get(OutboxRelay).drain();
    expect([rig.stripe.books.ownerOf('pm_visa_twice'), await sealed(ids[0])]).toEqual([undefined, false]);
  });

  it('stay the customer’s while another method has the same token, as before cards were told apart', async () => {
    const payer = await world.person();
    const first = (await add('pm_visa_before', 'card', payer)).body['id'];
    await world.postgres.prisma.paymentMethod.update({ where: { id: String(first) }, data: { cardIndex: null } });
    const ids = [first, (await add('pm_visa_before', 'card', payer)).body['id']];
    expect(new Set(ids).size).toBe(2);
    for (const [index, id] of ids.entries()) {
      await world.call('DELETE', `/payment-methods/${String(id)}`, payer);
      await world.app.get(OutboxRelay).drain();
      expect([rig.stripe.books.ownerOf('pm_visa_before') === undefined, await sealed(id)]).toEqual([
        index === 1,
        false,
      ]);
    }
  });

  it('make a person one customer, and say when Stripe is not there', async () => {
    const payer = await world.person();
    const before = rig.stripe.books.cards.customers.size;
    await Promise.all(['pm_visa_c1', 'pm_visa_c2'].map((token) => add(token, 'card', payer)));
    expect(rig.stripe.books.cards.customers.size).toBe(before + 1);
    rig.fail('/pm_visa_c3', 'server error');
    expect((await add('pm_visa_c3', 'card', payer)).body).toMatchObject({
      ...{ status: 503, code: 'provider_unavailable' },
    });
  });
});
