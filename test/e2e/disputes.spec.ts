import { randomUUID } from 'node:crypto';
import { type DisputeBody, PaymentWorld, type TopUp } from '../support/payment-world.ts';
import type { Person } from '../support/world.ts';

interface ListBody {
  readonly data: readonly DisputeBody[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

describe('/admin/disputes', () => {
  let world: PaymentWorld;
  let support: Person;

  beforeAll(async () => {
    world = await PaymentWorld.open();
    support = await world.person(['support']);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  async function disputed(amount = 500): Promise<TopUp & { payment: string; dispute: DisputeBody }> {
    world.clock.advance(1_000);
    const topUp = await world.topUp('sandbox_dispute');
    const { body } = await world.pay(topUp, amount);
    await world.hear();
    const [dispute] = await world.disputes(support, body.id);
    return { ...topUp, payment: body.id, dispute: dispute as DisputeBody };
  }
  const list = async (query: string): Promise<ListBody> =>
    (await world.call<ListBody>('GET', `/admin/disputes?${query}`, support)).body;

  it('lists disputes newest first, by status and by payment, in pages', async () => {
    const found = [await disputed(), await disputed(), await disputed()];
    const first = await list('limit=2&status=opened');
    expect(first.data.map(({ id }) => id)).toEqual([found[2]?.dispute.id, found[1]?.dispute.id]);
    const second = await list(`limit=2&status=opened&cursor=${first.nextCursor}`);
    expect([second.data[0]?.id, second.hasMore]).toEqual([found[0]?.dispute.id, false]);
    expect((await list('status=won')).data).toEqual([]);
    expect((await list(`paymentId=${found[1]?.payment}`)).data).toEqual([found[1]?.dispute]);
    const elsewhere = await world.call('GET', `/admin/disputes?status=won&cursor=${first.nextCursor}`, support);
    expect(elsewhere.body).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('shows one with its deadline and its evidence, and nothing of the person', async () => {
    const { dispute, payment } = await disputed(700);
    const { body } = await world.call('GET', `/admin/disputes/${dispute.id}`, support);
    expect(body).toEqual({
      ...dispute,
      ...{ paymentId: payment, provider: 'sandbox', reference: `dp_${payment}`, status: 'opened', amount: 700 },
      ...{ currency: 'INR', reason: 'fraudulent', owed: 0, writtenOff: 0, collectAt: null, evidence: [] },
    });
    const days = (Date.parse(dispute.evidenceDueAt ?? '') - world.clock.now().getTime()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
  });

  it('is for those who may read and answer them, and the owner of the payment sees what it costs', async () => {
    const { dispute, payer, payment } = await disputed(600);
    const auditor = await world.person(['auditor']);
    expect((await world.call('GET', `/admin/disputes/${dispute.id}`, auditor)).status).toBe(200);
    expect((await world.submit(auditor, dispute.id, { text: 'Ours' })).status).toBe(403);
    expect((await world.call('GET', '/admin/disputes', payer)).status).toBe(403);
    expect((await world.call('GET', `/admin/disputes/${dispute.id}`, payer)).status).toBe(403);
    expect((await world.submit(payer, dispute.id, { text: 'Mine' })).status).toBe(403);
    expect(await world.payment(payer, payment)).toMatchObject({ status: 'succeeded', disputedAmount: 600 });
    expect(await world.events(payer, payment)).toMatchObject([
      ...[{ cause: 'created' }, { cause: 'charge' }, { cause: 'dispute_opened', disputeId: dispute.id }],
    ]);
  });

  it('does not find what is not there', async () => {
    for (const id of [randomUUID(), 'x', "'--"]) {
      const path = `/admin/disputes/${encodeURIComponent(id)}`;
      expect((await world.call('GET', path, support)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await world.submit(support, randomUUID(), { text: 'Ours' })).body.code).toBe('not_found');
  });

  it('takes evidence once under a key, and answers a repetition the same', async () => {
    const { dispute } = await disputed();
    const [key, body] = [
      randomUUID(),
      { text: 'winning_evidence', documents: [{ kind: 'receipt', reference: 'f_1' }] },
    ];
    const answers = [
      await world.submit(support, dispute.id, body, key),
      await world.submit(support, dispute.id, body, key),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(answers[0]?.body).toMatchObject({
      status: 'under_review',
      evidence: [{ status: 'accepted', submittedBy: support.id, documents: body.documents, text: body.text }],
    });
    const other = await world.submit(support, dispute.id, { text: 'Other' }, key);
    expect(other.body.code).toBe('idempotency_key_reused');
    expect((await world.submit(support, dispute.id, { text: 'Other' })).body.code).toBe('dispute_not_actionable');
  });

  it('keep an account from being closed while something is owed for one, and while nothing is decided', async () => {
    world.clock.advance(1_000);
    const topUp = await world.topUp('sandbox_dispute');
    const { payer, walletId: fromWalletId } = topUp;
    const { id } = (await world.pay(topUp, 500)).body;
    const other = await world.person();
    const toWalletId = await world.wallet(other);
    const spent = { fromWalletId, toWalletId, amount: 500, currency: 'INR' };
    expect((await world.post('/transfers', payer, spent)).status).toBe(201);
    await world.hear();
    const leave = () => world.call('DELETE', '/me', payer);
    expect(await leave()).toMatchObject({ status: 422, body: { code: 'money_owed' } });
    const paidBack = { fromWalletId: toWalletId, toWalletId: fromWalletId, amount: 500, currency: 'INR' };
    expect((await world.post('/transfers', other, paidBack)).status).toBe(201);
    await world.run('collect-owed');
    const [dispute] = await world.disputes(support, id);
    expect(dispute?.owed).toBe(0);
    expect(await leave()).toMatchObject({ status: 422, body: { code: 'dispute_open' } });
    expect(await world.call('GET', `/wallets/${fromWalletId}`, payer)).toMatchObject({ body: { status: 'open' } });
    await world.submit(support, dispute?.id ?? '', { text: 'losing_evidence' });
    await world.hear(60_000);
    expect((await leave()).status).toBe(204);
  });

  it('takes no evidence of a dispute that is over', async () => {
    const { dispute } = await disputed();
    await world.submit(support, dispute.id, { text: 'losing_evidence' });
    await world.hear(60_000);
    expect((await world.submit(support, dispute.id, { text: 'winning_evidence' })).body.code).toBe(
      'dispute_not_actionable',
    );
  });

  it.each([
    ['no text', {}],
    ['a URL for a file', { text: 'x', documents: [{ kind: 'receipt', reference: 'http://169.254.169.254/' }] }],
    ['a path for a file', { text: 'x', documents: [{ kind: 'receipt', reference: '../../etc/passwd' }] }],
    ['two of a kind', { text: 'x', documents: ['f_1', 'f_2'].map((reference) => ({ kind: 'receipt', reference })) }],
    ['a kind that is none', { text: 'x', documents: [{ kind: '__proto__', reference: 'f_1' }] }],
  ])('refuses evidence with %s', async (_what, body) => {
    const { dispute } = await disputed();
    expect(await world.submit(support, dispute.id, body)).toMatchObject({ status: 400 });
    const { body: now } = await world.call<DisputeBody>('GET', `/admin/disputes/${dispute.id}`, support);
    expect(now.evidence).toEqual([]);
  });
});
