import { SandboxProvider } from '../../src/modules/payments/sandbox.provider.ts';
import { PaymentWorld } from './payment-world.ts';
import { StripeWorld } from './stripe-world.ts';

export type Card = 'good' | 'declined' | 'challenged' | 'not refundable' | 'refunded in vain' | 'disputed';

/** A provider, and what can be done on its side. */
export interface ProviderRig {
  readonly world: PaymentWorld;
  token(card: Card): string;
  /** The owner of the card answers the bank's challenge. */
  answer(paymentId: string, approves: boolean): Promise<void>;
  /** The owner of the card tries to go on with a payment whose challenge is over. Whether they may. */
  goOn(paymentId: string): Promise<boolean>;
  /** Somebody takes a part of what was set aside, at the provider and not through us. */
  takeByHand(paymentId: string, amount: number): Promise<void>;
  /** How often the provider has charged the card for the payment. */
  charges(paymentId: string): Promise<number>;
  refunded(paymentId: string): Promise<number>;
  /** The owner of the card objects to the payment. */
  object(paymentId: string): Promise<void>;
  /** Whether the provider has anything of the user. */
  knows(userId: string): Promise<boolean>;
  payOut(amount: number, outcome: 'paid' | 'failed' | 'returned'): Promise<void>;
  close(): Promise<void>;
}

const SANDBOX_TOKENS: Readonly<Record<Card, string>> = {
  good: 'sandbox_visa',
  declined: 'sandbox_declined',
  challenged: 'sandbox_3ds',
  'not refundable': 'sandbox_refund_declined',
  'refunded in vain': 'sandbox_refund_late_failure',
  disputed: 'sandbox_dispute',
};
const STRIPE_TOKENS: Readonly<Record<Card, string>> = {
  good: 'pm_visa',
  declined: 'pm_declined',
  challenged: 'pm_3ds',
  'not refundable': 'pm_norefund',
  'refunded in vain': 'pm_latefail',
  disputed: 'pm_visa',
};

export async function openSandbox(): Promise<ProviderRig> {
  const world = await PaymentWorld.open();
  const operator = await world.person(['admin']);
  return {
    world,
    token: (card) => SANDBOX_TOKENS[card],
    async answer(paymentId, approves) {
      await world.app.get(SandboxProvider).completeChallenge(paymentId, approves);
    },
    goOn: (paymentId) => world.app.get(SandboxProvider).completeChallenge(paymentId, true),
    async takeByHand(idempotencyKey, amount) {
      await world.app.get(SandboxProvider).capture({ idempotencyKey, amountMinor: BigInt(amount) });
    },
    charges: (paymentId) => world.charges(paymentId),
    refunded: async (paymentId) => Number((await world.refunded(paymentId)).reduce((sum, amount) => sum + amount, 0n)),
    // It keeps cards of nobody.
    knows: () => Promise.resolve(false),
    // Its token says so already.
    object: () => Promise.resolve(),
    async payOut(amount, outcome) {
      const body = { amount, currency: 'INR', outcome };
      expect((await world.call('POST', '/sandbox/payouts', operator, { body })).status).toBe(202);
    },
    close: () => world.close(),
  };
}

export async function openStripe(): Promise<ProviderRig> {
  const rig = await StripeWorld.open();
  const { world, stripe: provider } = rig;
  let cards = 0;
  return {
    world,
    token: (card) => `${STRIPE_TOKENS[card]}_${(cards += 1)}`,
    answer(paymentId, approves) {
      provider.books.answerChallenge(provider.books.intentOf(paymentId), approves);
      return Promise.resolve();
    },
    goOn: (paymentId) => Promise.resolve(provider.books.goOn(provider.books.intentOf(paymentId))),
    takeByHand(paymentId, amount) {
      provider.books.takeByHand(provider.books.intentOf(paymentId), amount);
      return Promise.resolve();
    },
    charges: (paymentId) => Promise.resolve(provider.books.intentOf(paymentId).confirmed),
    refunded(paymentId) {
      const { id } = provider.books.intentOf(paymentId);
      const sent = provider.books.refunds.filter((each) => each.payment_intent === id && each.status === 'succeeded');
      return Promise.resolve(sent.reduce((sum, { amount }) => sum + amount, 0));
    },
    object(paymentId) {
      provider.books.account.dispute(provider.books.intentOf(paymentId));
      return Promise.resolve();
    },
    knows: (userId) => Promise.resolve([...provider.books.cards.customers.values()].includes(userId)),
    payOut(amount, outcome) {
      provider.books.account.payOut(amount, 'inr', outcome);
      return Promise.resolve();
    },
    close: () => rig.close(),
  };
}
