import { randomUUID } from 'node:crypto';
import { World, type Person } from '../support/world.ts';

describe('POST /transfers/batch', () => {
  let world: World;
  let alice: Person;
  let from: string;
  let to: string;
  beforeAll(async () => {
    world = await World.open();
    alice = await world.person();
    to = await world.wallet(await world.person());
  });
  beforeEach(async () => {
    from = await world.wallet(alice, 0);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const wishes = (...amounts: number[]) =>
    amounts.map((amount) => ({ fromWalletId: from, toWalletId: to, amount, currency: 'INR' }));
  const balance = async () => (await world.walletBalances(alice, from)).balance;

  it('gives each transfer its own result', async () => {
    await world.wallet(alice, 100);
    const before = await balance();
    const { status, body } = await world.post('/transfers/batch', alice, { transfers: wishes(60, before, 40) });
    expect(status).toBe(200);
    expect(body['results']).toMatchObject([
      { index: 0, status: 'posted' },
      { index: 1, status: 'refused', code: 'insufficient_funds' },
      { index: 2, status: 'posted' },
    ]);
    expect(await balance()).toBe(before - 100);
  });

  it('does all or none when it is atomic, and names the culprit', async () => {
    await world.wallet(alice, 100);
    const before = await balance();
    const { status, body } = await world.post('/transfers/batch', alice, {
      transfers: wishes(60, before, 40),
      atomic: true,
    });
    expect(status).toBe(200);
    expect(body['results']).toEqual([
      { index: 0, status: 'refused', code: 'linked_refused' },
      { index: 1, status: 'refused', code: 'insufficient_funds' },
      { index: 2, status: 'refused', code: 'linked_refused' },
    ]);
    expect(await balance()).toBe(before);
  });

  it('posts 500 at once, once under a key, and refuses 501', async () => {
    await world.wallet(alice, 500);
    const before = await balance();
    const [key, body] = [randomUUID(), { transfers: wishes(...Array.from({ length: 500 }, () => 1)) }];
    const first = await world.post<{ results: { status: string }[] }>('/transfers/batch', alice, body, key);
    const second = await world.post('/transfers/batch', alice, body, key);
    expect(first.body.results.filter(({ status }) => status === 'posted')).toHaveLength(500);
    expect(second.body).toEqual(first.body);
    expect(await balance()).toBe(before - 500);
    const tooMany = { transfers: wishes(...Array.from({ length: 501 }, () => 1)) };
    expect(await world.post('/transfers/batch', alice, tooMany)).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
  });

  it('refuses what leaves a wallet that is not the caller’s, and nothing else of the batch', async () => {
    const foreign = { fromWalletId: to, toWalletId: from, amount: 1, currency: 'INR' };
    expect(await world.post('/transfers/batch', alice, { transfers: [...wishes(1), foreign] })).toMatchObject({
      status: 200,
      body: { results: [{ status: 'posted' }, { status: 'refused', code: 'not_found' }] },
    });
  });
});
