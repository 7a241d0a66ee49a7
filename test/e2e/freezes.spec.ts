import { randomUUID } from 'node:crypto';
import { type Body, type Person, World } from '../support/world.ts';

describe('freezes', () => {
  let world: World;
  let officer: Person;
  let alice: Person;
  let bob: Person;
  let walletId: string;
  let other: string;
  beforeAll(async () => {
    world = await World.open();
    officer = await world.person(['admin']);
  });
  beforeEach(async () => {
    [alice, bob] = [await world.person(), await world.person()];
    [walletId, other] = [await world.wallet(alice, 1_000), await world.wallet(bob, 1_000)];
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const freeze = (body: Body = {}, person = officer, key?: string) =>
    world.post(`/admin/wallets/${walletId}/freeze`, person, { reason: 'A court order', ...body }, key);
  const frozen = async (body: Body = {}): Promise<string> => {
    const { status, body: made, text } = await freeze(body);
    if (status !== 201) throw new Error(`answered ${status} ${text}`);
    return String(made['id']);
  };
  const unfreeze = (freezeId: string | undefined, body: Body = {}, person = officer, key?: string) =>
    world.post(`/admin/wallets/${walletId}/unfreeze`, person, { freezeId, reason: 'It was lifted', ...body }, key);
  const wallet = async (): Promise<Body> => (await world.call('GET', `/wallets/${walletId}`, alice)).body;
  const pay = (amount: number) =>
    world.post('/transfers', alice, { fromWalletId: walletId, toWalletId: other, amount, currency: 'INR' });
  const receive = (amount: number) =>
    world.post('/transfers', bob, { fromWalletId: other, toWalletId: walletId, amount, currency: 'INR' });
  const hold = (amount: number) =>
    world.post('/holds', alice, { walletId, toWalletId: other, amount, currency: 'INR', expiresInSeconds: 60 });
  const announced = async (): Promise<string[]> => {
    const where = { aggregateId: walletId };
    return (await world.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } })).map(
      ({ type }) => type,
    );
  };

  it('keep an amount from leaving until it is released, in parts', async () => {
    const { status, body } = await freeze({ amount: 700 });
    expect(status).toBe(201);
    const placed = { walletId, status: 'active', amount: 700, releasedAmount: 0, reason: 'A court order' };
    expect(body).toMatchObject({ ...placed, frozenBy: officer.id, releasedAt: null, lastRelease: null });
    expect(await wallet()).toMatchObject({ balance: 1_000, frozenBalance: 700, availableBalance: 300, status: 'open' });
    expect(await pay(301)).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    expect(await hold(301)).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    expect(await pay(300)).toMatchObject({ status: 201 });

    const id = String(body['id']);
    const part = await unfreeze(id, { amount: 200 });
    const release = { amount: 200, reason: 'It was lifted', releasedBy: officer.id };
    expect(part).toMatchObject({ status: 200, body: { status: 'active', releasedAmount: 200, lastRelease: release } });
    expect(await unfreeze(id, { amount: 501 })).toMatchObject({
      status: 422,
      body: { code: 'release_exceeds_freeze' },
    });
    const rest = await unfreeze(id);
    expect(rest.body).toMatchObject({ status: 'released', releasedAmount: 700, lastRelease: { amount: 500 } });
    expect(await unfreeze(id)).toMatchObject({ status: 422, body: { code: 'freeze_released' } });
    expect(await wallet()).toMatchObject({ frozenBalance: 0, availableBalance: 700 });
    expect(await announced()).toEqual(['wallet.frozen', 'wallet.unfrozen', 'wallet.unfrozen']);
  });

  it('keep everything of a whole wallet from leaving, and let in what comes', async () => {
    const [first, second] = [await frozen(), await frozen()];
    expect(await wallet()).toMatchObject({ status: 'frozen', frozenBalance: 0 });
    expect(await pay(1)).toMatchObject({ status: 422, body: { code: 'wallet_frozen' } });
    expect(await hold(1)).toMatchObject({ status: 422, body: { code: 'wallet_frozen' } });
    expect(await receive(10)).toMatchObject({ status: 201 });
    expect(await unfreeze(first, { amount: 1 })).toMatchObject({ status: 422, body: { code: 'amount_invalid' } });
    expect(await unfreeze(first)).toMatchObject({ status: 200, body: { status: 'released', amount: null } });
    expect(await pay(1)).toMatchObject({ status: 422, body: { code: 'wallet_frozen' } });
    await unfreeze(second);
    expect(await wallet()).toMatchObject({ status: 'open', balance: 1_010 });
    expect(await pay(1)).toMatchObject({ status: 201 });
  });

  it('need no name to be released when there is one, and once under a key', async () => {
    expect(await unfreeze(undefined)).toMatchObject({ status: 422, body: { code: 'freeze_id_required' } });
    const [id, key] = [await frozen({ amount: 100 }), randomUUID()];
    expect(await unfreeze(undefined, { amount: 40 })).toMatchObject({ status: 200, body: { id, releasedAmount: 40 } });
    const other = await frozen({ amount: 5 });
    expect(await unfreeze(undefined)).toMatchObject({ status: 422, body: { code: 'freeze_id_required' } });
    await unfreeze(other);
    const last = await unfreeze(undefined, {}, officer, key);
    expect(last).toMatchObject({ status: 200, body: { id, status: 'released' } });
    expect(await unfreeze(undefined, {}, officer, key)).toMatchObject({ status: 200, body: last.body });
  });

  it('keep the wallet from being closed', async () => {
    await pay(1_000);
    const id = await frozen();
    const close = () => world.call('POST', `/wallets/${walletId}/close`, alice);
    expect(await close()).toMatchObject({ status: 422, body: { code: 'wallet_frozen' } });
    await unfreeze(id);
    const part = await receive(5).then(() => frozen({ amount: 5 }));
    expect(await close()).toMatchObject({ status: 422, body: { code: 'wallet_not_empty' } });
    await unfreeze(part);
    await pay(5);
    expect(await close()).toMatchObject({ status: 200 });
    expect(await freeze()).toMatchObject({ status: 422, body: { code: 'wallet_closed' } });
  });

  it('refuse more than is available, wallets that are not there, and freezes of other wallets', async () => {
    expect(await freeze({ amount: 1_001 })).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    const path = `/admin/wallets/${randomUUID()}/freeze`;
    expect(await world.post(path, officer, { reason: 'None' })).toMatchObject({ status: 404 });
    const id = await frozen({ amount: 1 });
    const elsewhere = world.post(`/admin/wallets/${other}/unfreeze`, officer, { freezeId: id, reason: 'None' });
    expect(await elsewhere).toMatchObject({ status: 404 });
    expect(await unfreeze(randomUUID())).toMatchObject({ status: 404 });
    expect(await announced()).toEqual(['wallet.frozen']);
  });

  it('are placed and released once under a key, and need one', async () => {
    const [key, again] = [randomUUID(), randomUUID()];
    const first = await freeze({ amount: 100 }, officer, key);
    expect(await freeze({ amount: 100 }, officer, key)).toMatchObject({ status: 201, body: first.body });
    expect(await freeze({ amount: 1 }, officer, key)).toMatchObject({ body: { code: 'idempotency_key_reused' } });
    const id = String(first.body['id']);
    await unfreeze(id, { amount: 10 }, officer, again);
    await unfreeze(id, { amount: 10 }, officer, again);
    expect(await wallet()).toMatchObject({ frozenBalance: 90 });
    const without = await world.call('POST', `/admin/wallets/${walletId}/freeze`, officer, {
      body: { reason: 'None' },
    });
    expect(without).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
  });

  it('are not lifted by the wallet’s owner, and are closed to customers', async () => {
    const admin = await world.person(['admin']);
    walletId = await world.wallet(admin, 10);
    const id = await frozen();
    expect(await unfreeze(id, {}, admin)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await unfreeze(id);
    const auditor = await world.person(['auditor']);
    for (const person of [alice, auditor]) {
      expect(await freeze({}, person)).toMatchObject({ status: 403 });
      expect(await unfreeze(id, {}, person)).toMatchObject({ status: 403 });
    }
    const list = (person: Person) => world.call('GET', `/admin/wallets/${walletId}/freezes`, person);
    expect((await list(alice)).status).toBe(403);
    expect((await list(auditor)).status).toBe(200);
  });

  it('are listed newest first, by status, page by page', async () => {
    const ids: string[] = [];
    for (const amount of [1, 2, 3]) {
      ids.unshift(await frozen({ amount }));
      world.clock.advance(1);
    }
    await unfreeze(ids[1] ?? '');
    const list = async (query: string) =>
      (
        await world.call<{ data: { id: string }[]; nextCursor: string }>(
          'GET',
          `/admin/wallets/${walletId}/freezes${query}`,
          officer,
        )
      ).body;
    const idsOf = ({ data }: { data: { id: string }[] }): string[] => data.map(({ id }) => id);
    expect(idsOf(await list(''))).toEqual(ids);
    expect(idsOf(await list('?status=released'))).toEqual([ids[1]]);
    const first = await list('?limit=2');
    expect(idsOf(await list(`?limit=2&cursor=${first.nextCursor}`))).toEqual([ids[2]]);
  });

  it('never free more than they froze, however many let go at once', async () => {
    const id = await frozen({ amount: 100 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => unfreeze(id, { amount: 30 })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(await wallet()).toMatchObject({ frozenBalance: 10 });
  });

  it('race with payments for the same money, and one of them has it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [kept, paid] = await Promise.all([freeze({ amount: 1_000 }), pay(1_000)]);
      expect([kept.status === 201, paid.status === 201].filter(Boolean)).toHaveLength(1);
      if (kept.status === 201) await unfreeze(String(kept.body['id']));
      if (paid.status === 201) await receive(1_000);
    }
  });
});
