import { FakeStripe, type Fault } from './fake-stripe.ts';
import { PaymentWorld, type TopUp } from './payment-world.ts';

/** The application with Stripe on loopback, and what can be done on both sides of it. */
export class StripeWorld {
  private cards = 0;

  private constructor(
    readonly stripe: FakeStripe,
    readonly world: PaymentWorld,
  ) {}

  static async open(): Promise<StripeWorld> {
    const stripe = await FakeStripe.start();
    const world = await PaymentWorld.open(stripe.environment);
    stripe.books.account.clock = () => world.clock.now();
    return new StripeWorld(stripe, world);
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.stripe.close();
  }

  /** Nothing goes wrong any more. */
  calm(): void {
    this.stripe.faults = [];
  }

  topUp(card = 'visa'): Promise<TopUp> {
    return this.world.topUp(`pm_${card}_n${(this.cards += 1)}`);
  }

  /** What goes wrong with the next calls. The SDK itself sends once more what was lost with its connection. */
  fail(path: string, how: Fault['how'], calls = 1): void {
    this.stripe.faults.push({ path, how, times: how === 'server error' ? calls : 2 * calls });
  }

  /** Delivers an event as Stripe does. */
  send({ payload, signature }: { payload: string; signature: string }, provider = 'stripe'): Promise<Response> {
    return fetch(`${this.world.app.url}/api/v1/webhooks/providers/${provider}`, {
      method: 'POST',
      body: payload,
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    });
  }

  /** How many events were received. */
  received(): Promise<number> {
    return this.world.postgres.prisma.providerEvent.count();
  }
}
