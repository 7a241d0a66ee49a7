import { randomUUID } from 'node:crypto';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { PaymentWorld, type PaymentBody, type TopUp } from '../support/payment-world.ts';

const MAX_PAYMENT_AMOUNT = 999_999_999_999;

describe('POST /payments', () => {
  let world: PaymentWorld;
  let topUp: TopUp;

  beforeAll(async () => {
    world = await PaymentWorld.open();
    topUp = await world.topUp();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const body = (changes: object = {}) => ({
    walletId: topUp.walletId,
    amount: 1_250,
    currency: 'INR',
    paymentMethodId: topUp.methodId,
    ...changes,
  });
  const post = (sent: unknown, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
    world.call<PaymentBody & { code?: string }>('POST', '/payments', topUp.payer, { body: sent, headers });

  it('charges the card, credits the wallet, and says so', async () => {
    const fresh = await world.topUp();
    const answer = await world.pay(fresh, 12_345);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String) as unknown,
      status: 'succeeded',
      amount: 12_345,
      capture: 'automatic',
      capturedAmount: 12_345,
      refundedAmount: 0,
      disputedAmount: 0,
      currency: 'INR',
      walletId: fresh.walletId,
      paymentMethodId: fresh.methodId,
      provider: 'sandbox',
      failureCode: null,
      nextAction: null,
      transferId: expect.any(String) as unknown,
      createdAt: expect.any(String) as unknown,
      updatedAt: expect.any(String) as unknown,
      version: 2,
    });
    expect(await world.balance(fresh)).toBe(12_345);
    expect(await world.announced(answer.body.id)).toEqual(['payment.succeeded']);
    const transfer = await world.app
      .get(Postgres)
      .prisma.ledgerTransfer.findUniqueOrThrow({ where: { id: answer.body.transferId ?? '' } });
    expect(transfer).toMatchObject({ kind: 'card-top-up', amount: 12_345n, creditAccountId: fresh.walletId });
  });

  it.each([
    ['sandbox_visa', 'succeeded', null, 500],
    ['sandbox_dispute', 'succeeded', null, 500],
    ['sandbox_declined', 'failed', 'card_declined', 0],
    ['sandbox_3ds', 'requires_action', null, 0],
    ['sandbox_timeout', 'unknown', null, 0],
    ['sandbox_timeout_failed', 'unknown', null, 0],
    ['sandbox_late_failure', 'pending', null, 0],
    ['no_such_token', 'failed', 'invalid_token', 0],
    ['constructor', 'failed', 'invalid_token', 0],
  ])('with %s is %s', async (token, status, failureCode, balance) => {
    const fresh = await world.topUp(token);
    const answer = await world.pay(fresh, 500);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status, failureCode });
    expect(answer.body.transferId !== null).toBe(status === 'succeeded');
    expect(await world.balance(fresh)).toBe(balance);
  });

  it('says where to go on when the bank asks for a challenge', async () => {
    const { body: payment } = await world.pay(await world.topUp('sandbox_3ds'), 500);
    expect(payment.nextAction).toEqual({ type: 'challenge', url: `/api/v1/sandbox/challenges/${payment.id}` });
  });

  it('does not write down a token that the sandbox does not know', async () => {
    const { body: payment } = await world.pay(await world.topUp('tok_of_another_provider'), 500);
    const where = { idempotencyKey: payment.id };
    const charge = await world.app.get(Postgres).prisma.sandboxCharge.findUniqueOrThrow({ where });
    expect(charge.token).toBe('unknown_token');
  });

  it('captures at once or by hand, and in no other way', async () => {
    expect((await post(body({ capture: 'automatic' }))).body).toMatchObject({ status: 'succeeded' });
    expect((await post(body({ capture: 'manual' }))).body).toMatchObject({ status: 'authorized' });
    expect((await post(body({ capture: 'later' }))).status).toBe(400);
  });

  it('answers the same request again with the first answer, and charges once', async () => {
    const fresh = await world.topUp();
    const key = randomUUID();
    const [first, second] = [await world.pay(fresh, 700, key), await world.pay(fresh, 700, key)];
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await world.balance(fresh)).toBe(700);
  });

  it('refuses a key that was used for another payment', async () => {
    const key = randomUUID();
    await world.pay(topUp, 100, key);
    const answer = await world.pay(topUp, 101, key);
    expect(answer.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  it('refuses a payment without a key', async () => {
    expect((await post(body(), {})).body).toMatchObject({ status: 400, code: 'idempotency_key_required' });
  });

  it.each([
    ['no amount', { amount: undefined }],
    ['null', { amount: null }],
    ['zero', { amount: 0 }],
    ['less than nothing', { amount: -1 }],
    ['a fraction', { amount: 1.5 }],
    ['more than JSON can carry', { amount: 2 ** 53 }],
    ['1e308', { amount: 1e308 }],
    ['text', { amount: '100' }],
    ['a list', { amount: [100] }],
    ['an object', { amount: { valueOf: 1 } }],
    ['true', { amount: true }],
    ['NaN, which JSON writes as null', { amount: Number.NaN }],
    ['a currency in small letters', { currency: 'inr' }],
    ['a currency that is a number', { currency: 840 }],
    ['no currency', { currency: undefined }],
    ['no wallet', { walletId: undefined }],
    ['a wallet that is no id', { walletId: 'mine' }],
    ['no method', { paymentMethodId: undefined }],
    ['a method that is no id', { paymentMethodId: { $ne: null } }],
    ['a capture of another kind', { capture: ['automatic'] }],
    ['a property that nobody knows', { status: 'succeeded' }],
  ])('refuses %s', async (_what, changes) => {
    const before = await world.payments(topUp.payer);
    const answer = await post(body(changes));
    expect(answer.status).toBe(400);
    expect(await world.payments(topUp.payer)).toBe(before);
  });

  it.each(['{"amount": NaN}', '{', '[]', '"x"', 'null', ''])('refuses the body %j', async (rawBody) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await world.app.request('POST', '/payments', { rawBody, token: topUp.payer.token, headers });
    expect(answer.status).toBe(400);
  });

  it('refuses an amount that no card network carries', async () => {
    const answer = await post(body({ amount: MAX_PAYMENT_AMOUNT + 1 }));
    expect(answer.body).toMatchObject({ status: 422, code: 'amount_invalid' });
    expect((await post(body({ amount: Number.MAX_SAFE_INTEGER }))).body).toMatchObject({ code: 'amount_invalid' });
    expect((await world.pay(await world.topUp('sandbox_declined'), MAX_PAYMENT_AMOUNT)).status).toBe(201);
  });

  it('refuses another currency than the wallet’s', async () => {
    expect((await post(body({ currency: 'USD' }))).body).toMatchObject({ status: 422, code: 'currency_mismatch' });
    expect((await post(body({ currency: 'ZZZ' }))).body).toMatchObject({ status: 422, code: 'currency_mismatch' });
  });

  it('does not find somebody else’s wallet or method, one that is not there, or one that was removed', async () => {
    const other = await world.topUp();
    // Another card: the same one added again would be the method that the payer has.
    const removed = await world.method(topUp.payer, 'sandbox_declined');
    await world.call('DELETE', `/payment-methods/${removed}`, topUp.payer);
    const strange = [
      { walletId: other.walletId },
      { walletId: randomUUID() },
      { walletId: topUp.methodId },
      { paymentMethodId: other.methodId },
      { paymentMethodId: randomUUID() },
      { paymentMethodId: removed },
    ];
    for (const changes of strange) {
      expect((await post(body(changes))).body).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('refuses a wallet that is closed', async () => {
    const walletId = await world.wallet(topUp.payer, 0, 'EUR');
    await world.call('POST', `/wallets/${walletId}/close`, topUp.payer);
    const answer = await post(body({ walletId, currency: 'EUR' }));
    expect(answer.body).toMatchObject({ status: 422, code: 'wallet_closed' });
  });

  it('refuses who is not signed in', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    expect((await world.call('POST', '/payments', undefined, { body: body(), headers })).status).toBe(401);
  });
});

describe('POST /payments without a provider', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open({ PAYMENT_PROVIDER: 'none' });
  });
  afterAll(() => world.close());

  it('says that the provider is not available, and has no challenges', async () => {
    const payer = await world.person();
    const id = randomUUID();
    const body = { walletId: await world.wallet(payer), amount: 1, currency: 'INR', paymentMethodId: id };
    const answer = await world.call('POST', '/payments', payer, { body, key: id });
    expect(answer.body).toMatchObject({ status: 503, code: 'provider_unavailable' });
    const method = await world.call('POST', '/payment-methods', payer, { body: { type: 'card', token: 'x' } });
    expect(method.body).toMatchObject({ status: 503, code: 'provider_unavailable' });
    const challenge = await world.call('POST', `/sandbox/challenges/${id}`, payer, { body: { approve: true } });
    expect(challenge.body).toMatchObject({ status: 404, code: 'route_not_found' });
  });
});
