import { randomUUID } from 'node:crypto';
import { inWorld } from '../support/in-world.ts';
import { type Body, type Person, transferWish, World } from '../support/world.ts';

describe('POST /transfers', () => {
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

  const wish = (more: Body = {}): Body => transferWish({ from, to }, { amount: 250, ...more });

  it('moves money and says what it did', async () => {
    const { status, body } = await world.post(
      '/transfers',
      alice,
      wish({ description: 'Dinner', reference: 'd-1', metadata: { table: '7' } }),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'posted',
      kind: 'transfer',
      fromWalletId: from,
      toWalletId: to,
      amount: 250,
      currency: 'INR',
      description: 'Dinner',
      reference: 'd-1',
      metadata: { table: '7' },
    });
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 750, availableBalance: 750 });
    expect(await world.walletBalances(bob, to)).toMatchObject({ balance: 250 });
    const seenBy = async (person: Person) => (await world.call('GET', `/transfers/${String(body['id'])}`, person)).body;
    expect(await seenBy(alice)).toEqual(body);
    expect(await seenBy(bob)).toEqual({ ...body, metadata: null });
    expect(await world.call('GET', `/transfers/${String(body['id'])}`, await world.person())).toMatchObject({
      status: 404,
    });
  });

  it.each([
    ['insufficient_funds', 422, { amount: 1_001 }],
    ['currency_mismatch', 422, { currency: 'USD' }],
    ['effective_at_in_future', 422, { effectiveAt: '2199-01-01T00:00:00.000Z' }],
  ])('refuses %s and changes nothing', async (code, status, more) => {
    expect(await world.post('/transfers', alice, wish(more))).toMatchObject({ status, body: { code } });
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 1_000, availableBalance: 1_000 });
  });

  it('refuses a wallet that pays itself, and wallets that are not there or not the caller’s', async () => {
    expect(await world.post('/transfers', alice, wish({ toWalletId: from }))).toMatchObject({
      status: 422,
      body: { code: 'same_wallet' },
    });
    expect(await world.post('/transfers', alice, wish({ fromWalletId: to, toWalletId: from }))).toMatchObject({
      status: 404,
    });
    expect(await world.post('/transfers', alice, wish({ toWalletId: randomUUID() }))).toMatchObject({ status: 404 });
  });

  it('refuses to pay out of a system account, or into one', async () => {
    const clearing = await world.postgres.prisma.ledgerAccount.findUniqueOrThrow({
      where: { code: 'provider-clearing:sandbox:INR' },
    });
    expect(await world.post('/transfers', alice, wish({ fromWalletId: clearing.id }))).toMatchObject({ status: 404 });
    expect(await world.post('/transfers', alice, wish({ toWalletId: clearing.id }))).toMatchObject({ status: 404 });
  });

  it('answers a repeated request with the first answer, and does it once', async () => {
    const key = randomUUID();
    const first = await world.post('/transfers', alice, wish(), key);
    const second = await world.post('/transfers', alice, wish(), key);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 750 });
  });

  it('keeps the first refusal under its key, also when the money has come since', async () => {
    const key = randomUUID();
    expect(await world.post('/transfers', alice, wish({ amount: 5_000 }), key)).toMatchObject({
      status: 422,
      body: { code: 'insufficient_funds' },
    });
    await world.wallet(alice, 10_000);
    expect(await world.post('/transfers', alice, wish({ amount: 5_000 }), key)).toMatchObject({
      status: 422,
      body: { code: 'insufficient_funds' },
    });
    expect(await world.post('/transfers', alice, wish({ amount: 5_000 }))).toMatchObject({ status: 201 });
  });

  it('refuses a key that was used for another request, and a request without a key', async () => {
    const key = randomUUID();
    await world.post('/transfers', alice, wish(), key);
    expect(await world.post('/transfers', alice, wish({ amount: 251 }), key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await world.call('POST', '/transfers', alice, { body: wish() })).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_required' },
    });
    expect(await world.post('/transfers', bob, wish(), key)).toMatchObject({ status: 404 });
  });

  it('makes one transfer of 200 parallel requests with one key', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 200 }, () => world.post('/transfers', alice, wish(), key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(199);
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 750 });
  });

  it('tells what a key did', async () => {
    const key = randomUUID();
    const { body } = await world.post('/transfers', alice, wish(), key);
    const explained = await world.call<{ data: unknown[] }>('GET', `/idempotency-keys/${key}`, alice);
    expect(explained.body.data).toMatchObject([{ route: 'POST /api/v1/transfers', resourceId: body['id'] }]);
  });

  it('frees a key after 24 hours, swept or not', async () => {
    const key = randomUUID();
    await world.post('/transfers', alice, wish(), key);
    world.clock.advance(24 * 3_600_000 - 1);
    expect((await world.post('/transfers', alice, wish(), key)).headers.get('idempotency-replayed')).toBe('true');
    world.clock.advance(1);
    expect((await world.post('/transfers', alice, wish(), key)).headers.get('idempotency-replayed')).toBeNull();
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 500 });
  });

  it('takes an id of the caller’s choosing: the same content is the same transfer, other content is refused', async () => {
    const id = world.newId();
    const first = await world.post('/transfers', alice, wish({ id }));
    expect(first).toMatchObject({ status: 201, body: { id } });
    expect(await world.post('/transfers', alice, wish({ id }))).toMatchObject({ status: 201, body: first.body });
    expect(await world.post('/transfers', alice, wish({ id, amount: 1 }))).toMatchObject({
      status: 409,
      body: { code: 'exists_with_different_content' },
    });
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 750 });
  });

  it('refuses to lift a balance beyond what JSON can carry', async () => {
    const [rich, other] = [await world.person(), await world.person()];
    const most = BigInt(Number.MAX_SAFE_INTEGER);
    const [source, more] = [await world.wallet(rich, most, 'EUR'), await world.wallet(other, 10, 'EUR')];
    const answer = await world.post(
      '/transfers',
      other,
      wish({ fromWalletId: more, toWalletId: source, currency: 'EUR', amount: 1 }),
    );
    expect(answer).toMatchObject({ status: 422, body: { code: 'balance_limit_exceeded' } });
  });

  it('refuses an effective time at which one of the wallets was not there', async () => {
    const answer = await world.post('/transfers', alice, wish({ effectiveAt: '1950-01-01T00:00:00.000Z' }));
    expect(answer).toMatchObject({ status: 422, body: { code: 'effective_at_too_early' } });
  });

  it('lists every transfer of one batch once, page by page, also when they were written in one moment', async () => {
    const transfers = Array.from({ length: 50 }, () => wish({ amount: 1 }));
    const dollars = await world.wallet(alice, 5, 'USD');
    await world.post('/transfers/batch', alice, { transfers });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/transfers?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = await world.call<{ data: { id: string }[]; nextCursor: string | null }>('GET', path, alice);
      seen.push(...body.data.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(dollars).toBeDefined();
    expect(seen).toHaveLength(52);
    expect(new Set(seen).size).toBe(52);
  });

  it('lists transfers newest first, by wallet, reference, amount and time, with a stable cursor', async () => {
    for (let amount = 1; amount <= 5; amount += 1) {
      world.clock.advance(1_000);
      await world.post('/transfers', alice, wish({ amount, reference: amount === 3 ? 'three' : undefined }));
    }
    const list = async (query: string, person = alice) =>
      (
        await world.call<{ data: { amount: number }[]; nextCursor: string | null }>(
          'GET',
          `/transfers?${query}`,
          person,
        )
      ).body;
    const [first, mine] = [await list('limit=2'), await list(`walletId=${from}&minAmount=2&limit=100`)];
    const second = await list(`limit=4&cursor=${first.nextCursor}`);
    expect([first, second].flatMap(({ data }) => data.map(({ amount }) => amount))).toEqual([5, 4, 3, 2, 1, 1_000]);
    expect(mine.data.map(({ amount }) => amount)).toEqual([5, 4, 3, 2, 1_000]);
    expect((await list('reference=three', bob)).data.map(({ amount }) => amount)).toEqual([3]);
    expect((await list(`from=${world.clock.now().toISOString()}`)).data.map(({ amount }) => amount)).toEqual([5]);
    expect(await world.call('GET', `/transfers?walletId=${to}`, alice)).toMatchObject({ status: 404 });
    expect(await world.call('GET', `/transfers?limit=4&cursor=${first.nextCursor}`, bob)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
  });
});
