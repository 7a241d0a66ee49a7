import { Metrics } from '../../src/platform/observability/index.ts';
import type { FakeStripe } from '../support/fake-stripe.ts';
import type { PaymentWorld } from '../support/payment-world.ts';
import { StripeWorld } from '../support/stripe-world.ts';

const DAY_MS = 86_400_000;

describe('what happens at Stripe and not through us', () => {
  let rig: StripeWorld;
  let stripe: FakeStripe;
  let world: PaymentWorld;

  beforeAll(async () => {
    rig = await StripeWorld.open();
    ({ stripe, world } = rig);
  });
  afterEach(() => world.expectSound());
  afterAll(() => rig.close());

  const contradictions = (id: string) =>
    world.postgres.prisma.auditEvent.count({
      where: { AND: [{ content: { contains: 'payment.contradicted' } }, { content: { contains: id } }] },
    });

  async function foreignRefunds(): Promise<number> {
    const counted = /^payment_foreign_refunds_total (\d+)$/m.exec(await world.app.get(Metrics).text());
    return Number(counted?.[1]);
  }

  it('counts a refund that somebody made at Stripe, once, and none of ours', async () => {
    const payer = await rig.topUp();
    const { body } = await world.pay(payer, 900);
    await world.refund(payer.payer, body.id, { amount: 100 });
    await world.run('read-provider-balance');
    expect(await foreignRefunds()).toBe(0);
    stripe.books.refundByHand(stripe.books.intentOf(body.id), 300);
    for (let reading = 0; reading < 2; reading += 1) await world.run('read-provider-balance');
    expect([await foreignRefunds(), await world.balance(payer)]).toEqual([1, 800]);
  });

  it.each(['a webhook', 'the balance'])(
    'makes us ask about a failed payment, once, when it is heard of by %s',
    async (by) => {
      const payer = await rig.topUp('declined');
      const { body } = await world.pay(payer, 900);
      const intent = stripe.books.intentOf(body.id);
      stripe.books.takeAllTheSame(intent);
      if (by === 'a webhook') await rig.send(stripe.event(intent, { at: world.clock.now() }));
      else await world.run('read-provider-balance');
      await world.inquire(0);
      expect([(await world.payment(payer.payer, body.id)).status, await world.balance(payer)]).toEqual(['failed', 0]);
      expect(await contradictions(body.id)).toBe(1);
      stripe.requests.length = 0;
      await world.inquire(DAY_MS);
      expect(stripe.requests).not.toContain(`GET /v1/payment_intents/${intent.id}`);
    },
  );
});
