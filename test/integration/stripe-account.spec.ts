import { randomUUID } from 'node:crypto';
import type { FakeDispute, FakeStripeAccount } from '../support/fake-stripe-account.ts';
import type { DisputeBody, PaymentWorld, TopUp } from '../support/payment-world.ts';
import { StripeWorld } from '../support/stripe-world.ts';
import type { Person } from '../support/world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WINS = { text: 'winning_evidence', documents: [{ kind: 'receipt', reference: 'file_1' }] };

describe('our account at Stripe', () => {
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
  beforeEach(() => rig.calm());
  afterEach(async () => {
    rig.calm();
    await world.hear();
    await world.expectSound();
    expect(await world.held('provider-clearing')).toBe((await world.owedByProvider()) + (await world.held('dispute')));
  });
  afterAll(() => rig.close());

  async function disputed(amount = 900, status?: string): Promise<TopUp & { id: string; dispute: FakeDispute }> {
    const topUp = await rig.topUp();
    const { body } = await world.pay(topUp, amount);
    return { ...topUp, id: body.id, dispute: account.dispute(rig.stripe.books.intentOf(body.id), status) };
  }

  const tell = async (object: object, type = 'charge.dispute.updated', id?: string): Promise<void> => {
    const event = rig.stripe.event(object, { at: world.clock.now(), id, type });
    expect((await rig.send(event)).status).toBe(204);
  };
  const ask = () => world.run('resolve-provider-subjects');
  const told = async (paymentId: string): Promise<DisputeBody[]> => world.disputes(admin, paymentId);
  const statusOf = async (paymentId: string): Promise<string | undefined> => (await told(paymentId))[0]?.status;

  it('tells of a dispute by an event, which is believed of no more than its name', async () => {
    const { id, dispute, ...topUp } = await disputed();
    await tell({ ...dispute, status: 'won', amount: 1, payment_intent: 'pi_other' }, 'charge.dispute.created');
    expect(await told(id)).toEqual([]);
    await ask();
    expect(await told(id)).toMatchObject([{ status: 'opened', amount: 900, reference: dispute.id, owed: 0 }]);
    expect(await world.balance(topUp)).toBe(0);
  });

  it('may tell of the end before the beginning, twice, and both again', async () => {
    const { id, dispute, ...topUp } = await disputed();
    const opened = { ...dispute };
    account.decide(dispute, 'won');
    for (const [object, event] of [
      [dispute, 'evt_closed'],
      [opened, 'evt_created'],
      [dispute, 'evt_closed'],
      [opened, 'evt_created'],
    ] as const) {
      await tell(object, 'charge.dispute.closed', `${event}_${id}`);
      await ask();
    }
    expect([await statusOf(id), await world.balance(topUp)]).toEqual(['won', 900]);
    expect((await world.events(topUp.payer, id)).map(({ cause }) => cause).slice(2)).toEqual(['dispute_won']);
  });

  it('asks about a warning, which takes no money, and follows it when it becomes a dispute', async () => {
    const { id, dispute, ...topUp } = await disputed(900, 'warning_needs_response');
    await tell(dispute);
    await ask();
    expect([await statusOf(id), await world.balance(topUp)]).toEqual(['warning', 900]);
    dispute.status = 'needs_response';
    account.add('dispute', dispute, -900, 1_500);
    await tell(dispute);
    await ask();
    expect([await statusOf(id), await world.balance(topUp)]).toEqual(['opened', 0]);
    account.decide(dispute, 'lost');
    await tell(dispute);
    await ask();
    expect(await statusOf(id)).toBe('lost');
    account.decide(dispute, 'won');
    await tell(dispute);
    await ask();
    expect([await statusOf(id), await world.balance(topUp)]).toEqual(['won', 900]);
  });

  it('closes a warning that was answered', async () => {
    const { id, dispute, ...topUp } = await disputed(900, 'warning_needs_response');
    await tell(dispute);
    await ask();
    const [{ id: disputeId } = { id: '' }] = await told(id);
    expect((await world.submit(admin, disputeId, WINS)).body).toMatchObject({ status: 'warning' });
    await world.hear(5 * MINUTE_MS);
    expect([await statusOf(id), await world.balance(topUp)]).toEqual(['closed', 900]);
  });

  it('asks daily about a dispute of which nothing more is heard', async () => {
    const { id, dispute } = await disputed();
    await world.hear();
    account.decide(dispute, 'lost');
    for (const delayMs of [5 * MINUTE_MS, 60 * MINUTE_MS, DAY_MS]) {
      world.clock.advance(delayMs);
      await ask();
    }
    expect(await statusOf(id)).toBe('lost');
  });

  it('takes no money for a dispute of a charge that is not ours, nor with a status that is newer than we are', async () => {
    const theirs = account.dispute(
      { id: 'pi_theirs', currency: 'inr', amount_received: 100 },
      'warning_needs_response',
    );
    const { id, dispute } = await disputed(900, 'warning_needs_response');
    dispute.status = 'something_new';
    for (const each of [theirs, dispute]) await tell(each);
    await ask();
    expect(await told(id)).toEqual([]);
    expect(await world.postgres.prisma.paymentDispute.count({ where: { reference: theirs.id } })).toBe(0);
    dispute.status = 'warning_closed';
    world.clock.advance(5 * MINUTE_MS);
    await ask();
    expect(await statusOf(id)).toBe('closed');
  });

  it.each(['lost on the way', 'lost on the way back', 'server error'] as const)(
    'gets evidence once after a call is %s, also when it has forgotten the key',
    async (how) => {
      const { id, dispute } = await disputed();
      await world.hear();
      const [{ id: disputeId } = { id: '' }] = await told(id);
      rig.fail(`POST /v1/disputes/${dispute.id}`, how);
      const key = randomUUID();
      const { status, body } = await world.submit(admin, disputeId, WINS, key);
      expect([status, body.evidence]).toMatchObject([201, [{ status: 'pending' }]]);
      rig.calm();
      rig.stripe.forgetKeys();
      await world.hear(5 * MINUTE_MS);
      expect((await world.submit(admin, disputeId, WINS, key)).body.evidence).toMatchObject([{ status: 'pending' }]);
      const { body: now } = await world.call<DisputeBody>('GET', `/admin/disputes/${disputeId}`, admin);
      expect(now.evidence).toMatchObject([{ status: 'accepted' }]);
      expect([dispute.evidence_details.submission_count, dispute.evidence]).toEqual([
        ...[1, { receipt: 'file_1', uncategorized_text: 'winning_evidence' }],
      ]);
      await world.hear(DAY_MS);
      expect(await statusOf(id)).toBe('won');
    },
  );

  it('says which evidence it refuses, and then takes other', async () => {
    const { id } = await disputed();
    await world.hear();
    const [{ id: disputeId } = { id: '' }] = await told(id);
    const bad = { ...WINS, documents: [{ kind: 'receipt', reference: 'file_unknown' }] };
    expect((await world.submit(admin, disputeId, bad)).body).toMatchObject({
      ...{ status: 'opened', evidence: [{ status: 'refused', failureCode: 'resource_missing' }] },
    });
    expect((await world.submit(admin, disputeId, WINS)).body).toMatchObject({
      ...{ status: 'under_review', evidence: [{ status: 'refused' }, { status: 'accepted' }] },
    });
  });

  it('tells of a payout in any order, and of one that fails after it was paid', async () => {
    const topUp = await rig.topUp();
    await world.pay(topUp, 9_000);
    const payout = account.payOut(4_000, 'inr', 'returned');
    const list = async () =>
      (await world.call<{ data: { reference: string; status: string }[] }>('GET', '/admin/payouts', admin)).body.data;
    const status = async () => (await list()).find(({ reference }) => reference === payout.id)?.status;
    world.clock.advance(MINUTE_MS);
    account.tick();
    await tell(payout, 'payout.paid');
    await tell(payout, 'payout.created');
    await ask();
    expect([await status(), await world.held('bank'), await world.held('payout-clearing')]).toEqual(['paid', 4_000, 0]);
    world.clock.advance(10 * MINUTE_MS);
    account.tick();
    await tell(payout, 'payout.failed');
    await ask();
    await tell(payout, 'payout.paid');
    await ask();
    expect([await status(), await world.held('bank'), await world.held('payout-clearing')]).toEqual(['returned', 0, 0]);
  });

  it('books what Stripe takes from our bank, and its own invoices', async () => {
    const [fees, clearing] = [await world.held('provider-fee'), await world.held('provider-clearing')];
    account.bill(250, 'inr');
    account.payOut(-700, 'inr', 'paid');
    await world.hear();
    await world.hear(5 * MINUTE_MS);
    expect([await world.held('provider-fee'), await world.held('bank')]).toEqual([fees + 250, -700]);
    expect(await world.held('provider-clearing')).toBe(clearing - 250 + 700);
  });

  it('is read page by page, again after a failure, and from where it was read to', async () => {
    const topUp = await rig.topUp();
    const { body } = await world.pay(topUp, 900);
    for (let times = 0; times < 230; times += 1) account.bill(1, 'inr');
    const before = await world.postgres.prisma.providerBalanceChange.count();
    rig.fail('/balance_transactions', 'server error');
    expect(await world.run('read-provider-balance')).toMatchObject({ status: 'failed' });
    await world.hear();
    expect(await world.postgres.prisma.providerBalanceChange.count()).toBe(before + 231);
    world.clock.advance(3 * DAY_MS);
    account.bill(1, 'inr');
    await world.hear();
    expect(await world.postgres.prisma.providerBalanceChange.count()).toBe(before + 232);
    expect((await world.payment(topUp.payer, body.id)).status).toBe('succeeded');
  });
});
