import { randomUUID } from 'node:crypto';
import { PaymentWorld, type TopUp } from '../support/payment-world.ts';

describe('POST /payments/{id}/refund', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  async function paid(amount: number, token?: string): Promise<TopUp & { id: string }> {
    const topUp = await world.topUp(token);
    return { ...topUp, id: (await world.pay(topUp, amount)).body.id };
  }

  it('sends all of a top-up back, and says so wherever the payment is told', async () => {
    const payment = await paid(900);
    expect((await world.payment(payment.payer, payment.id)).refundedAmount).toBe(0);
    const answer = await world.refund(payment.payer, payment.id, { reason: 'Twice' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'succeeded', amount: 900, reason: 'Twice', reversalId: null });
    expect(await world.payment(payment.payer, payment.id)).toMatchObject({
      ...{ status: 'succeeded', capturedAmount: 900, refundedAmount: 900 },
    });
    expect([await world.balance(payment), await world.refunded(payment.id)]).toEqual([0, [900n]]);
    expect(await world.refunds(payment.payer, payment.id)).toEqual([answer.body]);
    const told = await world.events(payment.payer, payment.id);
    expect(told.map(({ cause }) => cause)).toEqual(['created', 'charge', 'refund_pending', 'refund_succeeded']);
    expect(told.slice(2)).toMatchObject([{ refundId: answer.body.id }, { toStatus: 'succeeded' }]);
    expect(await world.announced(answer.body.id)).toEqual(['refund.pending', 'refund.succeeded']);
  });

  it('sends it back in parts, and never more than there was', async () => {
    const { payer, id, ...topUp } = await paid(900);
    expect((await world.refund(payer, id, { amount: 300 })).body.status).toBe('succeeded');
    expect((await world.refund(payer, id, { amount: 601 })).body).toMatchObject({
      ...{ status: 422, code: 'refund_exceeds_payment' },
    });
    expect((await world.refund(payer, id)).body.amount).toBe(600);
    expect((await world.refund(payer, id)).body.code).toBe('refund_exceeds_payment');
    expect(await world.balance({ payer, ...topUp })).toBe(0);
    const first = await world.call<{ nextCursor: string }>('GET', `/payments/${id}/refunds?limit=1`, payer);
    const rest = `/payments/${id}/refunds?limit=1&cursor=${first.body.nextCursor}`;
    expect((await world.call('GET', rest, payer)).body).toMatchObject({ data: [{ amount: 600 }], hasMore: false });
  });

  it('puts the money back when the provider refuses, and lets it be refunded again', async () => {
    const payment = await paid(900, 'sandbox_refund_declined');
    const { body } = await world.refund(payment.payer, payment.id, { amount: 400 });
    expect(body).toMatchObject({ status: 'failed', failureCode: 'refund_declined' });
    expect(body.reversalId).not.toBeNull();
    expect(await world.balance(payment)).toBe(900);
    expect((await world.payment(payment.payer, payment.id)).refundedAmount).toBe(0);
    expect((await world.refund(payment.payer, payment.id)).body.amount).toBe(900);
  });

  it('refuses what the wallet has no more, and what was not paid', async () => {
    const payment = await paid(900);
    const other = await world.person();
    await world.post('/transfers', payment.payer, {
      ...{ fromWalletId: payment.walletId, toWalletId: await world.wallet(other), amount: 1, currency: 'INR' },
    });
    const refused = await world.refund(payment.payer, payment.id);
    expect(refused.body).toMatchObject({ status: 422, code: 'insufficient_funds' });
    expect(await world.refunds(payment.payer, payment.id)).toEqual([]);
    const failed = await paid(900, 'sandbox_declined');
    expect((await world.refund(failed.payer, failed.id)).body).toMatchObject({
      ...{ status: 409, code: 'payment_not_actionable' },
    });
  });

  it('does it once under one key, and refuses another body under it', async () => {
    const payment = await paid(900);
    const key = randomUUID();
    const first = await world.refund(payment.payer, payment.id, { amount: 100 }, key);
    const again = await world.refund(payment.payer, payment.id, { amount: 100 }, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await world.refund(payment.payer, payment.id, { amount: 200 }, key);
    expect(other.body.code).toBe('idempotency_key_reused');
    expect(await world.refunded(payment.id)).toEqual([100n]);
    const without = await world.call('POST', `/payments/${payment.id}/refund`, payment.payer, { body: {} });
    expect(without.body).toMatchObject({ status: 400, code: 'idempotency_key_required' });
  });

  it('does not find somebody else’s payment, and keeps its refunds from them', async () => {
    const payment = await paid(900);
    await world.payment(payment.payer, payment.id);
    const stranger = await world.person();
    expect((await world.refund(stranger, payment.id)).status).toBe(404);
    expect((await world.call('GET', `/payments/${payment.id}/refunds`, stranger)).status).toBe(404);
    expect((await world.call('GET', `/payments/${payment.id}`, stranger)).status).toBe(404);
    expect(await world.balance(payment)).toBe(900);
  });

  it('keeps what happened from being rewritten', async () => {
    const { id } = await paid(5);
    const { prisma } = world.postgres;
    await expect(prisma.paymentEvent.deleteMany({ where: { paymentId: id } })).rejects.toThrow('permission denied');
    await expect(world.owner.query('delete from payment_event where payment_id = $1', [id])).rejects.toThrow(
      'forbidden',
    );
    await expect(world.owner.query(`update payment_event set cause = 'x'`)).rejects.toThrow('forbidden');
  });
});
