import { randomUUID } from 'node:crypto';
import { inWorld } from '../support/in-world.ts';
import { World, type Person } from '../support/world.ts';

const HOUR_MS = 3_600_000;

describe('holds', () => {
  let world: World;
  let alice: Person;
  let bob: Person;
  let from: string;
  let to: string;
  inWorld(
    () => World.open(),
    async (opened) => {
      world = opened;
      ({ alice, bob, from, to } = await world.pair());
    },
  );

  const wish = (more: Record<string, unknown> = {}) => ({
    walletId: from,
    toWalletId: to,
    amount: 400,
    currency: 'INR',
    expiresInSeconds: 3_600,
    ...more,
  });
  const place = async (more: Record<string, unknown> = {}) =>
    String((await world.post('/holds', alice, wish(more))).body['id']);
  const capture = (id: string, body: Record<string, unknown> = {}, person = alice) =>
    world.post(`/holds/${id}/capture`, person, body);
  const release = (id: string, person = alice) => world.call('POST', `/holds/${id}/void`, person);

  it('sets money aside: it shows as pending on both wallets and can no longer be spent', async () => {
    const { status, body } = await world.post('/holds', alice, wish());
    expect(status).toBe(201);
    const expiresAt = new Date(world.clock.now().getTime() + HOUR_MS).toISOString();
    expect(body).toMatchObject({
      status: 'pending',
      amount: 400,
      capturedAmount: 0,
      walletId: from,
      toWalletId: to,
      currency: 'INR',
      expiresAt,
    });
    expect(await world.walletBalances(alice, from)).toEqual({
      balance: 1_000,
      availableBalance: 600,
      pendingOut: 400,
      pendingIn: 0,
    });
    expect(await world.walletBalances(bob, to)).toMatchObject({ balance: 0, pendingIn: 400 });
    const tooMuch = { fromWalletId: from, toWalletId: to, amount: 601, currency: 'INR' };
    expect(await world.post('/transfers', alice, tooMuch)).toMatchObject({
      status: 422,
      body: { code: 'insufficient_funds' },
    });
    expect((await world.call('GET', `/holds/${String(body['id'])}`, bob)).body).toEqual(body);
  });

  it('says what it is for, and so does the transfer that captures it', async () => {
    const id = await place({ description: 'Deposit for the table' });
    expect((await world.call('GET', `/holds/${id}`, bob)).body).toMatchObject({ description: 'Deposit for the table' });
    const { body } = await capture(id, { amount: 100 });
    const transfer = await world.call('GET', `/transfers/${String(body['transferId'])}`, bob);
    expect(transfer.body).toMatchObject({ amount: 100, description: 'Deposit for the table' });
    const bare = await place({ amount: 100 });
    expect((await world.call('GET', `/holds/${bare}`, alice)).body['description']).toBeNull();
  });

  it('refuses more than is available, other currencies, and wallets that are not the caller’s', async () => {
    expect(await world.post('/holds', alice, wish({ amount: 1_001 }))).toMatchObject({
      status: 422,
      body: { code: 'insufficient_funds' },
    });
    expect(await world.post('/holds', alice, wish({ currency: 'USD' }))).toMatchObject({
      status: 422,
      body: { code: 'currency_mismatch' },
    });
    expect(await world.post('/holds', alice, wish({ toWalletId: from }))).toMatchObject({
      status: 422,
      body: { code: 'same_wallet' },
    });
    expect(await world.post('/holds', bob, wish())).toMatchObject({ status: 404 });
    expect(await world.post('/holds', alice, wish({ toWalletId: randomUUID() }))).toMatchObject({ status: 404 });
  });

  it('captures all of it, once', async () => {
    const id = await place();
    const key = randomUUID();
    const first = await world.post(`/holds/${id}/capture`, bob, {}, key);
    expect(first).toMatchObject({ status: 200, body: { status: 'captured', capturedAmount: 400 } });
    const second = await world.post(`/holds/${id}/capture`, bob, {}, key);
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(await capture(id)).toMatchObject({ status: 422, body: { code: 'hold_not_pending' } });
    expect(await release(id)).toMatchObject({ status: 422, body: { code: 'hold_not_pending' } });
    expect(await world.walletBalances(alice, from)).toEqual({
      balance: 600,
      availableBalance: 600,
      pendingOut: 0,
      pendingIn: 0,
    });
    expect(await world.walletBalances(bob, to)).toMatchObject({ balance: 400, pendingIn: 0 });
  });

  it('captures a part and releases the rest, or captures many times while it is not final', async () => {
    const once = await place();
    expect(await capture(once, { amount: 150 })).toMatchObject({
      status: 200,
      body: { status: 'captured', capturedAmount: 150 },
    });
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 850, availableBalance: 850 });
    const many = await place();
    expect(await capture(many, { amount: 150, final: false })).toMatchObject({
      body: { status: 'pending', capturedAmount: 150 },
    });
    expect(await capture(many, { amount: 251, final: false })).toMatchObject({
      status: 422,
      body: { code: 'capture_exceeds_hold' },
    });
    expect(await capture(many, { amount: 250, final: false })).toMatchObject({
      body: { status: 'captured', capturedAmount: 400 },
    });
    expect(await world.walletBalances(bob, to)).toMatchObject({ balance: 550, pendingIn: 0 });
  });

  it('needs a target, and lets only the payer choose another', async () => {
    const open = await place({ toWalletId: undefined });
    expect(await capture(open)).toMatchObject({ status: 422, body: { code: 'capture_target_required' } });
    expect(await capture(open, { toWalletId: to })).toMatchObject({ status: 200, body: { status: 'captured' } });
    const named = await place({ amount: 100 });
    const elsewhere = await world.wallet(await world.person());
    expect(await capture(named, { toWalletId: elsewhere }, bob)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await capture(named, {}, await world.person())).toMatchObject({ status: 404 });
    expect(await capture(named, { toWalletId: elsewhere })).toMatchObject({ status: 200 });
  });

  it('lets go of everything when it is voided', async () => {
    const id = await place();
    expect(await release(id)).toMatchObject({ status: 200, body: { status: 'voided' } });
    expect(await release(id)).toMatchObject({ status: 422, body: { code: 'hold_not_pending' } });
    expect(await world.walletBalances(alice, from)).toEqual({
      balance: 1_000,
      availableBalance: 1_000,
      pendingOut: 0,
      pendingIn: 0,
    });
  });

  it('is expired from its exact moment on, before any job has run', async () => {
    const id = await place();
    world.clock.advance(HOUR_MS - 1);
    expect((await world.call('GET', `/holds/${id}`, alice)).body).toMatchObject({ status: 'pending' });
    expect(await world.walletBalances(alice, from)).toMatchObject({ availableBalance: 600 });
    world.clock.advance(1);
    expect((await world.call('GET', `/holds/${id}`, alice)).body).toMatchObject({ status: 'expired' });
    expect(await world.walletBalances(alice, from)).toEqual({
      balance: 1_000,
      availableBalance: 1_000,
      pendingOut: 0,
      pendingIn: 0,
    });
    expect(await world.walletBalances(bob, to)).toMatchObject({ pendingIn: 0 });
    expect(await capture(id)).toMatchObject({ status: 422, body: { code: 'hold_expired' } });
    expect(
      await world.post('/transfers', alice, { fromWalletId: from, toWalletId: to, amount: 1_000, currency: 'INR' }),
    ).toMatchObject({ status: 201 });
  });
});
