import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { FakeDispute, FakeStripeAccount } from '../support/fake-stripe-account.ts';
import type { DisputeBody, PaymentWorld, TopUp } from '../support/payment-world.ts';
import { StripeWorld } from '../support/stripe-world.ts';
import type { Person } from '../support/world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WINS = { text: 'winning_evidence', documents: [{ kind: 'receipt', reference: 'file_1' }] };

describe('disputes at Stripe', () => {
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

  it('takes evidence for an inquiry, and again when it becomes a chargeback, each once', async () => {
    const { id, dispute, ...topUp } = await disputed(900, 'warning_needs_response');
    await tell(dispute);
    await ask();
    const [{ id: disputeId } = { id: '' }] = await told(id);
    expect((await world.submit(admin, disputeId, WINS)).body).toMatchObject({ evidence: [{ status: 'accepted' }] });
    expect((await world.submit(admin, disputeId, WINS)).body.code).toBe('dispute_not_actionable');
    account.chargeBack(dispute);
    await tell(dispute);
    await ask();
    expect((await world.submit(admin, disputeId, WINS)).body).toMatchObject({
      ...{ status: 'under_review', evidence: [{ status: 'accepted' }, { status: 'accepted' }] },
    });
    expect(dispute.evidence_details.submission_count).toBe(2);
    await world.hear(5 * MINUTE_MS);
    expect([await statusOf(id), await world.balance(topUp)]).toEqual(['won', 900]);
  });

  it('sends what waited while an inquiry became a chargeback, which then takes no other', async () => {
    const { id, dispute } = await disputed(900, 'warning_needs_response');
    await tell(dispute);
    await ask();
    const [{ id: disputeId } = { id: '' }] = await told(id);
    rig.fail(`/v1/disputes/${dispute.id}`, 'server error');
    expect((await world.submit(admin, disputeId, WINS)).body).toMatchObject({ evidence: [{ status: 'pending' }] });
    rig.calm();
    account.chargeBack(dispute);
    await world.hear(5 * MINUTE_MS);
    const { body } = await world.call<DisputeBody>('GET', `/admin/disputes/${disputeId}`, admin);
    expect(body).toMatchObject({ status: 'under_review', evidence: [{ status: 'accepted' }] });
    const where = { disputeId, stage: 'chargeback', submissionsBefore: 0 };
    expect(await world.postgres.prisma.disputeEvidence.count({ where })).toBe(1);
  });

  it('does not take evidence that somebody sent by hand for ours', async () => {
    const { id, dispute } = await disputed();
    await world.hear();
    const [{ id: disputeId } = { id: '' }] = await told(id);
    account.submit(dispute, { 'evidence[uncategorized_text]': 'losing_evidence' });
    expect((await world.submit(admin, disputeId, WINS)).body).toMatchObject({
      ...{ status: 'under_review', evidence: [{ status: 'refused', failureCode: 'dispute_evidence_not_updatable' }] },
    });
    expect(dispute.evidence).toEqual({ uncategorized_text: 'losing_evidence' });
  });

  it('lets the rest of a payment be refunded that was lost in part, and nothing while the bank decides', async () => {
    const topUp = await rig.topUp();
    const { id } = (await world.pay(topUp, 900)).body;
    const dispute = account.dispute({ ...rig.stripe.books.intentOf(id), amount_received: 300 });
    await world.hear();
    const refund = async (amount?: number) => (await world.refund(topUp.payer, id, { amount })).body;
    expect(await refund(1)).toMatchObject({ code: 'payment_not_actionable' });
    account.decide(dispute, 'lost');
    await tell(dispute);
    await ask();
    expect(await refund(601)).toMatchObject({ code: 'refund_exceeds_payment' });
    expect(await refund()).toMatchObject({ status: 'succeeded', amount: 600 });
    expect(await refund(1)).toMatchObject({ code: 'refund_exceeds_payment' });
    expect(await world.balance(topUp)).toBe(0);
  });

  it('asks about a dispute that it cannot place until it can, and says so each time', async () => {
    const { id, dispute } = await disputed();
    const { prisma } = world.postgres;
    const intentId = dispute.payment_intent;
    dispute.payment_intent = 'pi_unknown';
    account.decide(dispute, 'lost');
    const error = jest.spyOn(Logger.prototype, 'error');
    await tell(dispute);
    await ask();
    for (const delayMs of [5 * MINUTE_MS, 60 * MINUTE_MS, DAY_MS, DAY_MS]) {
      world.clock.advance(delayMs);
      await ask();
    }
    const said = error.mock.calls.filter(([what]) =>
      String(what).includes(`${dispute.id} is of no payment that we know`),
    );
    error.mockRestore();
    expect([said.length, await told(id)]).toEqual([5, []]);
    const where = { kind: 'dispute', reference: dispute.id };
    expect(await prisma.providerSubject.findFirst({ where })).toMatchObject({ status: 'open' });
    dispute.payment_intent = intentId;
    world.clock.advance(DAY_MS);
    await ask();
    expect(await told(id)).toMatchObject([{ status: 'lost', amount: 900 }]);
    expect(await prisma.providerSubject.findFirst({ where })).toMatchObject({ status: 'closed' });
  });
});
