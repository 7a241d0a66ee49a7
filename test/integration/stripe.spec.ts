import { randomUUID } from 'node:crypto';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { ROUTE_ACCESS } from '../e2e/route-access.ts';
import { routesOf } from '../support/app-routes.ts';
import type { FakeStripe, Fault } from '../support/fake-stripe.ts';
import { type PaymentBody, type PaymentWorld, SECOND_INQUIRY_MS, type TopUp } from '../support/payment-world.ts';
import { StripeWorld } from '../support/stripe-world.ts';

const DAY_MS = 86_400_000;

describe('Stripe', () => {
  let rig: StripeWorld;
  let stripe: FakeStripe;
  let world: PaymentWorld;

  beforeAll(async () => {
    rig = await StripeWorld.open();
    ({ stripe, world } = rig);
  });
  beforeEach(() => {
    rig.calm();
    world.clock.set(world.clock.now());
  });
  afterEach(() => world.expectSound());
  afterAll(() => rig.close());

  const topUp = (card?: string): Promise<TopUp> => rig.topUp(card);
  const fail = (path: string, how: Fault['how'], calls?: number): void => rig.fail(path, how, calls);
  const read = (payment: PaymentBody, { payer }: TopUp): Promise<PaymentBody> => world.payment(payer, payment.id);
  const confirmed = (id: string): number => stripe.books.intentOf(id).confirmed;
  const send: StripeWorld['send'] = (event, provider) => rig.send(event, provider);
  const notice = (id: string) => stripe.event(stripe.books.intentOf(id), { at: world.clock.now() });
  const received = () => rig.received();

  describe('when a call goes wrong', () => {
    it.each([
      ['/payment_intents', 'lost on the way'],
      ['/payment_intents', 'lost on the way back'],
      ['/payment_intents', 'server error'],
      ['/confirm', 'lost on the way'],
      ['/confirm', 'lost on the way back'],
      ['/confirm', 'server error'],
    ] as const)('charges once after %s is %s', async (path, how) => {
      const payer = await topUp();
      fail(path, how);
      const { body } = await world.pay(payer, 900);
      expect(body.status).toBe('unknown');
      await world.inquire();
      expect((await read(body, payer)).status).toBe('succeeded');
      expect([await world.balance(payer), confirmed(body.id)]).toEqual([900, 1]);
    });

    it('charges once when it is asked again long after Stripe has forgotten the key', async () => {
      const payer = await topUp();
      fail('/payment_intents', 'lost on the way back');
      const { body } = await world.pay(payer, 900);
      fail('/confirm', 'lost on the way', 3);
      for (const delayMs of [2_000, SECOND_INQUIRY_MS, 3_600_000, DAY_MS]) {
        stripe.forgetKeys();
        await world.inquire(delayMs);
      }
      expect((await read(body, payer)).status).toBe('succeeded');
      const made = [...stripe.books.intents.values()].filter(({ metadata }) => metadata.payment_id === body.id);
      expect(made.reduce((sum, intent) => sum + intent.confirmed, 0)).toBe(1);
    });

    it('leaves nothing behind that a declined card could be charged with', async () => {
      const payer = await topUp('declined');
      const { body } = await world.pay(payer, 900);
      expect(body).toMatchObject({ status: 'failed', failureCode: 'card_declined' });
      expect(stripe.books.intentOf(body.id).status).toBe('canceled');
    });

    it.each(['lost on the way', 'lost on the way back', 'server error'] as const)(
      'says that a payment failed only when its intent is closed; the cancel is %s',
      async (how) => {
        const payer = await topUp('3ds');
        const { body } = await world.pay(payer, 900);
        stripe.books.answerChallenge(stripe.books.intentOf(body.id), false);
        fail('/cancel', how);
        await world.inquire();
        expect((await read(body, payer)).status).toBe('requires_action');
        await world.inquire(SECOND_INQUIRY_MS);
        expect(await read(body, payer)).toMatchObject({ status: 'failed', nextAction: null });
        expect(stripe.books.goOn(stripe.books.intentOf(body.id))).toBe(false);
      },
    );

    it('credits what its owner has gone on with before the intent could be closed', async () => {
      const payer = await topUp('3ds');
      const { body } = await world.pay(payer, 900);
      const intent = stripe.books.intentOf(body.id);
      stripe.books.answerChallenge(intent, false);
      fail('/cancel', 'lost on the way');
      await world.inquire();
      expect(stripe.books.goOn(intent)).toBe(true);
      stripe.books.answerChallenge(intent, true);
      await world.inquire(SECOND_INQUIRY_MS);
      expect([(await read(body, payer)).status, await world.balance(payer)]).toEqual(['succeeded', 900]);
    });

    it.each(['lost on the way', 'lost on the way back', 'server error'] as const)(
      'captures and refunds once after a call is %s',
      async (how) => {
        const payer = await topUp();
        const { body } = await world.authorize(payer, 900);
        fail('/capture', how);
        expect((await world.finish(payer.payer, body.id, 'capture')).body.status).toBe('capturing');
        await world.inquire(30_000);
        expect(await world.balance(payer)).toBe(900);
        fail('/refunds', how);
        expect((await world.refund(payer.payer, body.id, { amount: 400 })).body.status).toBe('unknown');
        await world.inquireRefunds();
        expect(await world.refunds(payer.payer, body.id)).toMatchObject([{ status: 'succeeded' }]);
        expect(stripe.books.refunds.filter(({ amount }) => amount === 400).at(-1)?.status).toBe('succeeded');
        expect(await world.balance(payer)).toBe(500);
      },
    );
  });

  describe('webhooks', () => {
    async function challenged(): Promise<{ payer: TopUp; payment: PaymentBody }> {
      const payer = await topUp('3ds');
      const payment = (await world.pay(payer, 700)).body;
      await world.inquire();
      return { payer, payment };
    }

    it('bring the inquiry forward, so that the payment is settled without waiting for its time', async () => {
      const { payer, payment } = await challenged();
      stripe.books.answerChallenge(stripe.books.intentOf(payment.id), true);
      await world.inquire(0);
      expect((await read(payment, payer)).status).toBe('requires_action');
      expect((await send(notice(payment.id))).status).toBe(204);
      await world.inquire(0);
      expect((await read(payment, payer)).status).toBe('succeeded');
      expect(await world.balance(payer)).toBe(700);
    });

    it('begin the inquiries anew, so that one that finds nothing out costs minutes however many came before', async () => {
      const { payer, payment } = await challenged();
      const intent = stripe.books.intentOf(payment.id);
      for (let early = 0; early < 4; early += 1) {
        await send(notice(payment.id));
        await world.inquire(0);
      }
      stripe.books.answerChallenge(intent, true);
      await send(notice(payment.id));
      fail(`/payment_intents/${intent.id}`, 'server error');
      await world.inquire(0);
      expect((await read(payment, payer)).status).toBe('requires_action');
      await world.inquire(SECOND_INQUIRY_MS);
      expect((await read(payment, payer)).status).toBe('succeeded');
    });

    it('may come twice, late, and in any order', async () => {
      const { payer, payment } = await challenged();
      const early = notice(payment.id);
      stripe.books.answerChallenge(stripe.books.intentOf(payment.id), true);
      const late = notice(payment.id);
      const before = await received();
      for (const event of [late, early, late, early]) expect((await send(event)).status).toBe(204);
      await Promise.all(Array.from({ length: 10 }, () => send(late)));
      expect(await received()).toBe(before + 2);
      await world.inquire(0);
      await send(early);
      await world.inquire(0);
      expect([(await read(payment, payer)).status, await world.balance(payer)]).toEqual(['succeeded', 700]);
    });

    it('are believed of no more than what they are about', async () => {
      const { payer, payment } = await challenged();
      const intent = stripe.books.intentOf(payment.id);
      const lie = stripe.event({ ...intent, status: 'succeeded' }, { at: world.clock.now() });
      expect((await send(lie)).status).toBe(204);
      await world.inquire(0);
      expect([(await read(payment, payer)).status, await world.balance(payer)]).toEqual(['requires_action', 0]);
    });

    it('are accepted with any of the secrets during a rotation, and with no other', async () => {
      const at = world.clock.now();
      const object = { object: 'payment_intent', id: 'pi_of_somebody_else' };
      expect((await send(stripe.event(object, { at, secret: 'whsec_old' }))).status).toBe(204);
      const before = await received();
      const refused = await send(stripe.event(object, { at, secret: 'whsec_theirs' }));
      expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'webhook_signature_invalid' }]);
      expect(await received()).toBe(before);
    });

    it.each([-301, 301])('are refused when they were signed %d s from now', async (seconds) => {
      const at = new Date(world.clock.now().getTime() + seconds * 1_000);
      expect((await send(stripe.event({ object: 'payment_intent', id: 'pi_x' }, { at }))).status).toBe(400);
    });

    it('are refused when a byte was changed, the signature is missing or is nonsense', async () => {
      const event = stripe.event({ object: 'payment_intent', id: 'pi_x' }, { at: world.clock.now() });
      expect((await send({ ...event, payload: event.payload.replace('pi_x', 'pi_y') })).status).toBe(400);
      expect((await send({ ...event, payload: `${event.payload} ` })).status).toBe(400);
      for (const signature of ['', 'x', 't=1', 'v1=00', `t=${Math.floor(Date.now() / 1_000)},v1=`]) {
        expect((await send({ ...event, signature })).status).toBe(400);
      }
      expect((await send(event, 'paypal')).status).toBe(404);
    });

    it('need no token and nothing else, and are all that is open beside what always is', async () => {
      const routes = routesOf(world.app.app).map(({ method, path, permission }) => [`${method} ${path}`, permission]);
      // The sandbox of messages is another one than that of payments.
      const isSandbox = (route: string) => route.includes('/sandbox/') && !route.endsWith('/sandbox/messages');
      const known = Object.entries(ROUTE_ACCESS).filter(([route]) => !isSandbox(route));
      const expected = [...known, ['POST /webhooks/providers/:provider', 'public']];
      const found = routes.map(([route, permission]) => [route, permission ?? 'public']);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
      for (const payload of ['', '{', '[]', 'null', '{"__proto__":1}']) {
        expect((await send({ payload, signature: 't=1,v1=0' })).status).toBe(400);
      }
    });

    it('bring the inquiry about a refund forward', async () => {
      const payer = await topUp();
      const { body } = await world.pay(payer, 700);
      fail('/refunds', 'lost on the way back');
      await world.refund(payer.payer, body.id, { amount: 700 });
      const refund = stripe.books.refunds.at(-1) ?? {};
      expect((await send(stripe.event(refund, { at: world.clock.now(), id: randomUUID() }))).status).toBe(204);
      await world.inquireRefunds(0);
      expect(await world.refunds(payer.payer, body.id)).toMatchObject([{ status: 'succeeded' }]);
    });

    it('are forgotten when they cannot be repeated any more', async () => {
      world.clock.advance(31 * DAY_MS);
      await world.app.get(Jobs).runNow('provider-event-cleanup');
      expect(await received()).toBe(0);
    });
  });
});
