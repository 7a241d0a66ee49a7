import type { FakeStripeAccount } from '../support/fake-stripe-account.ts';
import type { PaymentWorld, TopUp } from '../support/payment-world.ts';
import { StripeWorld } from '../support/stripe-world.ts';
import type { Body, Person } from '../support/world.ts';

const MINUTE_MS = 60_000;
const [RATE, LATER_RATE] = [0.012, 0.011];

interface Change extends Body {
  readonly type: string;
  readonly amount: number;
  readonly presentedAmount: number | null;
  readonly conversionTransferIds: readonly string[];
}

describe('an account at Stripe that settles in dollars', () => {
  let rig: StripeWorld;
  let world: PaymentWorld;
  let account: FakeStripeAccount;
  let admin: Person;

  beforeAll(async () => {
    rig = await StripeWorld.open();
    ({ world } = rig);
    ({ account } = rig.stripe.books);
    admin = await world.person(['admin']);
  });
  beforeEach(() => {
    account.settlement = { currency: 'usd', rate: RATE };
  });
  // In each currency we have what Stripe says that it owes us, but for what open disputes keep.
  afterEach(async () => {
    await world.hear();
    await world.expectSound();
    for (const currency of ['INR', 'USD']) {
      const [clearing, kept] = [await world.held('provider-clearing', currency), await world.held('dispute', currency)];
      expect([currency, clearing]).toEqual([currency, (await world.owedByProvider(currency)) + kept]);
    }
  });
  afterAll(() => rig.close());

  async function paid(amount: number, card?: string): Promise<TopUp & { id: string }> {
    const topUp = await rig.topUp(card);
    const { id } = (await world.pay(topUp, amount)).body;
    await world.hear();
    return { ...topUp, id };
  }
  const changesOf = async (id: string): Promise<Change[]> => {
    const path = `/admin/provider-balance-changes?paymentId=${id}`;
    return (await world.call<{ data: Change[] }>('GET', path, admin)).body.data;
  };
  /** What we would have to buy of each, in minor units. */
  const positions = async (): Promise<number[]> => [
    await world.held('fx-liquidity', 'INR'),
    await world.held('fx-liquidity', 'USD'),
  ];
  const moved = async (work: () => Promise<unknown>): Promise<number[]> => {
    const before = await positions();
    await work();
    await world.hear();
    return (await positions()).map((position, nth) => position - (before[nth] ?? 0));
  };

  it('is booked as an exchange by the provider, with its fee in dollars, once', async () => {
    let payment: (TopUp & { id: string }) | undefined;
    const fees = await world.held('provider-fee', 'USD');
    expect(await moved(async () => (payment = await paid(100_000)))).toEqual([100_000, -1_200]);
    const id = payment?.id ?? '';
    expect(await changesOf(id)).toMatchObject([
      {
        ...{ type: 'charge', amount: 1_200, currency: 'USD', fee: 35, exchangeRate: '0.012' },
        ...{ presentedAmount: 100_000, presentedCurrency: 'INR' },
      },
    ]);
    expect(await world.held('provider-fee', 'USD')).toBe(fees + 35);
    expect(await moved(() => world.hear(MINUTE_MS))).toEqual([0, 0]);
    const [{ conversionTransferIds = [] } = {}] = await changesOf(id);
    const transfers = await world.postgres.prisma.ledgerTransfer.findMany({
      where: { id: { in: [...conversionTransferIds] } },
      orderBy: { asset: 'asc' },
    });
    expect(transfers).toMatchObject([
      { kind: 'settlement-fx', asset: 'INR', amount: 100_000n, metadata: { rate: '0.012', paymentId: id } },
      { kind: 'settlement-fx', asset: 'USD', amount: 1_200n },
    ]);
    expect(await world.held('provider-clearing', 'INR')).toBe(0);
  });

  it('books refunds at the rate of their day, and those that fail again', async () => {
    const payment = await paid(100_000, 'latefail');
    account.settlement = { currency: 'usd', rate: LATER_RATE };
    const refund = () => world.refund(payment.payer, payment.id, { amount: 40_000 });
    expect(await moved(refund)).toEqual([-40_000, 440]);
    expect(await world.balance(payment)).toBe(60_000);
    expect(await moved(() => world.hear(MINUTE_MS))).toEqual([40_000, -440]);
    expect(await world.balance(payment)).toBe(100_000);
  });

  it('books disputes and their reversals', async () => {
    const payment = await paid(50_000);
    const object = () => Promise.resolve(account.dispute(rig.stripe.books.intentOf(payment.id)));
    expect(await moved(object)).toEqual([-50_000, 600]);
    expect([await world.balance(payment), await world.held('dispute', 'INR')]).toEqual([0, 50_000]);
    const [dispute] = await world.disputes(admin, payment.id);
    const win = async (): Promise<void> => {
      await world.submit(admin, dispute?.id ?? '', { text: 'winning_evidence' });
      await world.hear(MINUTE_MS);
    };
    expect(await moved(win)).toEqual([50_000, -600]);
    expect([await world.balance(payment), await world.held('dispute', 'INR')]).toEqual([50_000, 0]);
  });

  it('books what was captured, and what is too little to be anything', async () => {
    const topUp = await rig.topUp();
    const { id } = (await world.authorize(topUp, 90_000)).body;
    expect(await moved(() => world.finish(topUp.payer, id, 'capture', { amount: 30_000 }))).toEqual([30_000, -360]);
    expect(await moved(() => paid(50))).toEqual([50, 0]);
  });

  it('pays out in dollars, and converts nothing of that', async () => {
    await paid(1_000_000);
    const bank = await world.held('bank', 'USD');
    expect(await moved(() => Promise.resolve(account.payOut(5_000, 'usd', 'paid')))).toEqual([0, 0]);
    await world.hear(10 * MINUTE_MS);
    expect(await world.held('bank', 'USD')).toBe(bank + 5_000);
  });

  it('books nothing in a currency that the books do not have, and records it', async () => {
    account.settlement = { currency: 'chf', rate: RATE };
    const before = await positions();
    const { id } = await paid(100_000);
    expect(await changesOf(id)).toMatchObject([
      { currency: 'CHF', amount: 1_200, presentedAmount: 100_000, feeTransferId: null, conversionTransferIds: [] },
    ]);
    expect(await positions()).toEqual(before);
    // What is owed in rupees stays in the books until somebody books it by hand: not what this suite looks for.
    await world.refund(await payerOf(id), id);
    await world.hear();
  });

  async function payerOf(paymentId: string): Promise<Person> {
    const { userId } = await world.postgres.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } });
    return { id: userId, token: world.tokenOf(userId) };
  }
});
