import { PROVIDER_ACCOUNT, type ProviderAccount } from '../../src/modules/payments/provider-account.ts';
import { ProviderSubjects, type Subject } from '../../src/modules/payments/provider-subjects.repository.ts';
import { SettleSubject } from '../../src/modules/payments/settle-subject.use-case.ts';
import type { DisputeBody, PaymentWorld, TopUp } from '../support/payment-world.ts';
import { openSandbox, openStripe, type Card, type ProviderRig } from '../support/provider-rigs.ts';
import type { Person } from '../support/world.ts';

const MINUTE_MS = 60_000;
const [HOUR_MS, DAY_MS] = [60 * MINUTE_MS, 24 * 60 * MINUTE_MS];
const WINS = { text: 'winning_evidence: the wallet was spent by the owner of the card' };
const LOSES = { text: 'losing_evidence' };

describe.each([
  ['sandbox', openSandbox],
  ['stripe', openStripe],
] as const)('our account at %s', (_name, open) => {
  let rig: ProviderRig;
  let world: PaymentWorld;
  let admin: Person;

  beforeAll(async () => {
    rig = await open();
    world = rig.world;
    admin = await world.person(['admin']);
  });
  // What the provider took back for open disputes is ours until they are lost.
  afterEach(async () => {
    await world.hear();
    await world.expectSound();
    expect(await world.held('provider-clearing')).toBe((await world.owedByProvider()) + (await world.held('dispute')));
  });
  afterAll(() => rig.close());

  async function paid(card: Card, amount: number): Promise<TopUp & { id: string }> {
    const topUp = await world.topUp(rig.token(card));
    const { id } = (await world.pay(topUp, amount)).body;
    return { ...topUp, id };
  }

  async function disputed(amount: number, spent = 0): Promise<TopUp & { id: string; dispute: DisputeBody }> {
    const payment = await paid('disputed', amount);
    if (spent > 0) await spend(payment, spent);
    await rig.object(payment.id);
    await world.hear();
    return { ...payment, dispute: await only(payment.id) };
  }

  async function spend({ payer, walletId }: TopUp, amount: number): Promise<void> {
    const to = await world.wallet(await world.person());
    const body = { fromWalletId: walletId, toWalletId: to, amount, currency: 'INR' };
    expect((await world.post('/transfers', payer, body)).status).toBe(201);
  }

  async function only(paymentId: string): Promise<DisputeBody> {
    const found = await world.disputes(admin, paymentId);
    expect(found).toHaveLength(1);
    return found[0] as DisputeBody;
  }

  const sums = async (topUp: TopUp): Promise<number[]> =>
    Promise.all([world.balance(topUp), world.held('dispute'), world.held('receivable')]);

  describe('a dispute', () => {
    it('keeps the money apart while the bank decides, and gives it back when we win', async () => {
      const topUp = await disputed(800);
      expect(topUp.dispute).toMatchObject({ status: 'opened', amount: 800, owed: 0 });
      expect(await sums(topUp)).toEqual([0, 800, 0]);
      expect((await world.submit(admin, topUp.dispute.id, WINS)).body).toMatchObject({
        ...{ status: 'under_review', evidence: [{ status: 'accepted' }] },
      });
      await world.hear(MINUTE_MS);
      expect((await only(topUp.id)).status).toBe('won');
      expect(await sums(topUp)).toEqual([800, 0, 0]);
      const payment = await world.payment(topUp.payer, topUp.id);
      expect(payment).toMatchObject({ status: 'succeeded', disputedAmount: 0 });
      const causes = (await world.events(topUp.payer, topUp.id)).map(({ cause }) => cause);
      expect(causes.slice(2)).toEqual(['dispute_opened', 'dispute_under_review', 'dispute_won']);
      expect(await world.announced(topUp.dispute.id)).toEqual([
        ...['dispute.opened', 'dispute.under_review', 'dispute.won'],
      ]);
    });

    it('is lost with the money when the evidence does not convince', async () => {
      const topUp = await disputed(800);
      await world.submit(admin, topUp.dispute.id, LOSES);
      await world.hear(MINUTE_MS);
      expect((await only(topUp.id)).status).toBe('lost');
      expect(await sums(topUp)).toEqual([0, 0, 0]);
      expect((await world.payment(topUp.payer, topUp.id)).disputedAmount).toBe(800);
    });

    it('is lost when nobody answers it in time, and takes no evidence then', async () => {
      const topUp = await disputed(800);
      world.clock.set(topUp.dispute.evidenceDueAt ?? '');
      expect((await world.submit(admin, topUp.dispute.id, WINS)).body.code).toBe('dispute_not_actionable');
      await world.hear(DAY_MS);
      expect((await only(topUp.id)).status).toBe('lost');
      expect(await sums(topUp)).toEqual([0, 0, 0]);
    });

    it('takes what the wallet has, and the rest is owed until it can be collected', async () => {
      const topUp = await disputed(800, 500);
      expect(topUp.dispute).toMatchObject({ status: 'opened', amount: 800, owed: 500 });
      expect(await sums(topUp)).toEqual([0, 800, 500]);
      await world.wallet(topUp.payer, 0);
      await world.pay({ ...topUp, methodId: await world.method(topUp.payer, rig.token('good')) }, 120);
      world.clock.advance(HOUR_MS);
      await world.run('collect-owed');
      expect((await only(topUp.id)).owed).toBe(380);
      expect(await sums(topUp)).toEqual([0, 800, 380]);
      await world.submit(admin, topUp.dispute.id, WINS);
      await world.hear(MINUTE_MS);
      expect(await only(topUp.id)).toMatchObject({ status: 'won', owed: 0 });
      expect(await sums(topUp)).toEqual([420, 0, 0]);
    });

    it('that is lost is collected to the end, and no further', async () => {
      const topUp = await disputed(800, 800);
      await world.submit(admin, topUp.dispute.id, LOSES);
      await world.hear(MINUTE_MS);
      expect(await sums(topUp)).toEqual([0, 0, 800]);
      await world.pay({ ...topUp, methodId: await world.method(topUp.payer, rig.token('good')) }, 1_000);
      for (let times = 0; times < 3; times += 1) {
        world.clock.advance(HOUR_MS);
        await Promise.all([1, 2, 3].map(() => world.run('collect-owed').catch(() => undefined)));
      }
      expect(await only(topUp.id)).toMatchObject({ status: 'lost', owed: 0 });
      expect(await sums(topUp)).toEqual([200, 0, 0]);
      expect(await world.announced(topUp.dispute.id)).toContain('dispute.collected');
    });

    it('of a wallet that is frozen, or closed meanwhile, is owed, and won back into the wallet', async () => {
      const [frozen, closed] = [await paid('disputed', 700), await paid('disputed', 600)];
      await world.call('POST', `/admin/wallets/${frozen.walletId}/freeze`, admin, {
        ...{ body: { reason: 'Looked into' }, key: world.newId() },
      });
      await spend(closed, 600);
      expect((await world.call('POST', `/wallets/${closed.walletId}/close`, closed.payer)).status).toBe(200);
      for (const payment of [frozen, closed]) await rig.object(payment.id);
      await world.hear();
      expect(await world.held('receivable')).toBe(1_300);
      for (const { id } of [frozen, closed]) await world.submit(admin, (await only(id)).id, WINS);
      await world.hear(MINUTE_MS);
      expect(await world.held('receivable')).toBe(0);
      expect([await world.balance(frozen), await world.balance(closed)]).toEqual([700, 0]);
    });

    it('is written once, however many learn of it at once, and again later', async () => {
      const payment = await paid('disputed', 800);
      await rig.object(payment.id);
      await world.run('read-provider-balance');
      const open = await world.postgres.prisma.providerSubject.findMany({ where: { status: 'open', kind: 'dispute' } });
      const subjects = await world.app.get(ProviderSubjects).findMany(open.map(({ id }) => id));
      expect(subjects).toHaveLength(1);
      const settle = (): Promise<unknown> =>
        Promise.all(Array.from({ length: 8 }, () => world.app.get(SettleSubject).resume(subjects[0] as Subject)));
      await settle();
      const { id } = await only(payment.id);
      await settle();
      expect(await sums(payment)).toEqual([0, 800, 0]);
      expect(await world.announced(id)).toEqual(['dispute.opened']);
      await world.submit(admin, id, LOSES);
      world.clock.advance(MINUTE_MS);
      await settle();
      expect([await sums(payment), (await world.announced(id)).at(-1)]).toEqual([[0, 0, 0], 'dispute.lost']);
    });

    it('keeps its payment from being refunded until it is won', async () => {
      const topUp = await disputed(800);
      expect((await world.refund(topUp.payer, topUp.id, { amount: 1 })).body.code).toBe('payment_not_actionable');
      await world.submit(admin, topUp.dispute.id, WINS);
      await world.hear(MINUTE_MS);
      expect((await world.refund(topUp.payer, topUp.id, { amount: 1 })).body.status).toBe('succeeded');
    });

    it('gets evidence once, however many send the same at once', async () => {
      const { dispute } = await disputed(800);
      const request = { idempotencyKey: world.newId(), dispute: dispute.reference, ...WINS, documents: [] };
      const account = world.app.get<ProviderAccount>(PROVIDER_ACCOUNT);
      const answers = await Promise.all([1, 2, 3].map(() => account.submitEvidence(request)));
      expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
      await world.hear(6 * MINUTE_MS);
      expect((await only(dispute.paymentId)).status).toBe('won');
    });

    it('takes evidence once, also of many who submit it at once', async () => {
      const topUp = await disputed(800);
      const answers = await Promise.all(Array.from({ length: 8 }, () => world.submit(admin, topUp.dispute.id, LOSES)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
        new Set(['dispute_not_actionable']),
      );
      await world.hear(MINUTE_MS);
    });
  });

  it('gives the money back to the wallet when a refund that succeeded fails', async () => {
    const topUp = await paid('refunded in vain', 800);
    expect((await world.refund(topUp.payer, topUp.id, { amount: 300 })).body.status).toBe('succeeded');
    await world.hear();
    expect(await world.balance(topUp)).toBe(500);
    await world.hear(MINUTE_MS);
    expect(await world.refunds(topUp.payer, topUp.id)).toMatchObject([{ status: 'failed' }]);
    expect(await world.payment(topUp.payer, topUp.id)).toMatchObject({ refundedAmount: 0 });
    expect(await world.balance(topUp)).toBe(800);
    expect((await world.refund(topUp.payer, topUp.id, { amount: 800 })).status).toBe(201);
    await world.hear(MINUTE_MS);
  });

  it('pays fees that are booked once, and told payment by payment', async () => {
    const topUp = await paid('good', 10_000);
    const before = await world.held('provider-fee');
    for (let times = 0; times < 2; times += 1) await world.hear();
    const { body } = await world.call<{ data: { type: string; amount: number; fee: number; feeTransferId: string }[] }>(
      'GET',
      `/admin/provider-balance-changes?paymentId=${topUp.id}`,
      admin,
    );
    expect(body.data).toMatchObject([{ type: 'charge', amount: 10_000, fee: 320 }]);
    expect(await world.held('provider-fee')).toBe(before + 320);
    const transfer = await world.postgres.prisma.ledgerTransfer.findUnique({
      where: { id: body.data[0]?.feeTransferId },
    });
    expect(transfer).toMatchObject({ kind: 'provider-fee', amount: 320n });
  });

  describe('a payout', () => {
    const last = async () =>
      (await world.call<{ data: { id: string; status: string; amount: number }[] }>('GET', '/admin/payouts', admin))
        .body.data[0];
    const places = async (): Promise<number[]> => Promise.all([world.held('payout-clearing'), world.held('bank')]);

    it.each([
      ['paid', ['in_transit', 'paid', 'paid'], [5_000, 5_000]],
      ['failed', ['in_transit', 'failed', 'failed'], [0, 0]],
      ['returned', ['in_transit', 'paid', 'returned'], [5_000, 0]],
    ] as const)('is %s in the end, with the money where it says', async (outcome, statuses, [first, then]) => {
      await paid('good', 20_000);
      await world.hear();
      const [, bank = 0] = await places();
      await rig.payOut(5_000, outcome);
      await world.hear();
      expect([(await last())?.status, ...(await places())]).toEqual([statuses[0], 5_000, bank]);
      await world.hear(5 * MINUTE_MS);
      expect([(await last())?.status, ...(await places())]).toEqual([statuses[1], 0, bank + first]);
      await world.hear(5 * MINUTE_MS);
      expect([(await last())?.status, ...(await places())]).toEqual([statuses[2], 0, bank + then]);
    });
  });
});
