import { World, type Person } from '../support/world.ts';

describe('wallets', () => {
  let world: World;
  let alice: Person;
  let bob: Person;
  beforeAll(async () => {
    world = await World.open();
    [alice, bob] = [await world.person(), await world.person()];
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('opens an empty wallet, once a currency', async () => {
    const opened = await world.call('POST', '/wallets', alice, { body: { currency: 'USD' } });
    expect(opened.status).toBe(201);
    expect(opened.body).toMatchObject({
      currency: 'USD',
      balance: 0,
      availableBalance: 0,
      frozenBalance: 0,
      pendingIn: 0,
      pendingOut: 0,
      status: 'open',
      version: 0,
    });
    const again = await world.call('POST', '/wallets', alice, { body: { currency: 'USD' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'wallet_exists' } });
    expect(await world.call('POST', '/wallets', alice, { body: { currency: 'XYZ' } })).toMatchObject({
      status: 422,
      body: { code: 'currency_not_supported' },
    });
  });

  it('opens one wallet when twenty requests race', async () => {
    const racer = await world.person();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.call('POST', '/wallets', racer, { body: { currency: 'INR' } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it("lists the caller's own wallets and hides those of others", async () => {
    const walletId = await world.wallet(bob, 500);
    const { body } = await world.call<{ data: { id: string }[] }>('GET', '/wallets', bob);
    expect(body.data.map(({ id }) => id)).toEqual([walletId]);
    for (const path of [`/wallets/${walletId}`, `/wallets/${walletId}/balance`, `/wallets/${walletId}/entries`]) {
      expect(await world.call('GET', path, alice)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(await world.call('GET', path)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
    expect(await world.call('POST', `/wallets/${walletId}/close`, alice)).toMatchObject({ status: 404 });
  });

  it('knows the balance as of a moment, by when it took effect and by when it was recorded', async () => {
    const [from, to] = [await world.person(), await world.person()];
    const [source, target] = [await world.wallet(from, 1_000), await world.wallet(to)];
    const start = world.clock.now();
    world.clock.advance(3_600_000);
    const effectiveAt = new Date(start.getTime() + 1_000).toISOString();
    const backdated = await world.post('/transfers', from, {
      fromWalletId: source,
      toWalletId: target,
      amount: 300,
      currency: 'INR',
      effectiveAt,
    });
    expect(backdated.status).toBe(201);
    const asOf = new Date(start.getTime() + 2_000).toISOString();
    const at = async (clock: string) =>
      (await world.call('GET', `/wallets/${target}/balance?asOf=${asOf}&clock=${clock}`, to)).body['balance'];
    expect(await at('effective')).toBe(300);
    expect(await at('recorded')).toBe(0);
    const longAgo = `/wallets/${target}/balance?asOf=2001-01-01T00:00:00Z`;
    expect((await world.call('GET', longAgo, to)).body).toMatchObject({ balance: 0 });
    expect((await world.call('GET', `/wallets/${target}/balance`, to)).body).toMatchObject({
      balance: 300,
      clock: 'effective',
      currency: 'INR',
    });
  });

  it('pages through entries newest first, each starting where the one before it ended', async () => {
    const [from, to] = [await world.person(), await world.person()];
    const [source, target] = [await world.wallet(from, 1_000), await world.wallet(to)];
    for (let amount = 1; amount <= 5; amount += 1) {
      await world.post('/transfers', from, { fromWalletId: source, toWalletId: target, amount, currency: 'INR' });
    }
    const first = await world.call<EntryPage>('GET', `/wallets/${target}/entries?limit=3`, to);
    const second = await world.call<EntryPage>(
      'GET',
      `/wallets/${target}/entries?limit=3&cursor=${first.body.nextCursor}`,
      to,
    );
    expect(first.body.data.map(({ amount }) => amount)).toEqual([5, 4, 3]);
    expect(second.body.data.map(({ amount }) => amount)).toEqual([2, 1]);
    expect(second.body).toMatchObject({ hasMore: false, nextCursor: null });
    const all = [...first.body.data, ...second.body.data].reverse();
    all.forEach((entry, index) => expect(entry.balanceBefore).toBe(all[index - 1]?.balanceAfter ?? 0));
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
  });

  it('refuses a cursor that was altered, or that belongs to another list', async () => {
    const [from, to] = [await world.person(), await world.person()];
    const [source, target] = [await world.wallet(from, 1_000), await world.wallet(to)];
    for (let n = 0; n < 2; n += 1)
      await world.post('/transfers', from, { fromWalletId: source, toWalletId: target, amount: 1, currency: 'INR' });
    const cursor = (await world.call<EntryPage>('GET', `/wallets/${target}/entries?limit=1`, to)).body.nextCursor ?? '';
    for (const [walletId, forged] of [
      [target, `x${cursor}`],
      [target, 'nonsense'],
      [source, cursor],
    ] as const) {
      const answer = await world.call(
        'GET',
        `/wallets/${walletId}/entries?limit=1&cursor=${forged}`,
        walletId === source ? from : to,
      );
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
    }
  });

  it('closes an empty wallet, and only that', async () => {
    const owner = await world.person();
    const [empty, full] = [await world.wallet(owner, 0, 'USD'), await world.wallet(owner, 10)];
    expect(await world.call('POST', `/wallets/${full}/close`, owner)).toMatchObject({
      status: 422,
      body: { code: 'wallet_not_empty' },
    });
    expect(
      await world.call('POST', `/wallets/${empty}/close`, owner, { headers: { 'if-match': '"7"' } }),
    ).toMatchObject({ status: 412, body: { code: 'stale_version' } });
    expect(
      await world.call('POST', `/wallets/${empty}/close`, owner, { headers: { 'if-match': '"0"' } }),
    ).toMatchObject({ status: 200, body: { status: 'closed' } });
    const rich = await world.wallet(alice, 100, 'USD');
    const paid = await world.post('/transfers', alice, {
      fromWalletId: rich,
      toWalletId: empty,
      amount: 1,
      currency: 'USD',
    });
    expect(paid).toMatchObject({ status: 422, body: { code: 'wallet_closed' } });
    const again = await world.call('POST', '/wallets', owner, { body: { currency: 'USD' } });
    expect(again).toMatchObject({ status: 201, body: { id: empty, status: 'open' } });
  });

  it('closes although somebody holds money in its favour, which then cannot come', async () => {
    const owner = await world.person();
    const [theirs, mine] = [await world.wallet(alice, 100), await world.wallet(owner)];
    const wanted = { walletId: theirs, toWalletId: mine, amount: 1, currency: 'INR', expiresInSeconds: 60 };
    const { body } = await world.post('/holds', alice, wanted);
    expect(await world.call('POST', `/wallets/${mine}/close`, owner)).toMatchObject({ status: 200 });
    const captured = await world.post(`/holds/${String(body['id'])}/capture`, alice, {});
    expect(captured).toMatchObject({ status: 422, body: { code: 'wallet_closed' } });
  });
});

interface EntryPage {
  readonly data: { id: string; amount: number; balanceBefore: number; balanceAfter: number }[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}
