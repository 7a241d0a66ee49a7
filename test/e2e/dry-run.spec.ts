import { randomUUID } from 'node:crypto';
import { inWorld } from '../support/in-world.ts';
import { digestOfStores } from '../support/store-digest.ts';
import { type Body, type Person, transferWish, World } from '../support/world.ts';

interface DryRun {
  readonly dryRun: true;
  readonly results: { index: number; status: string; code?: string; postings: Body[] }[];
}

describe('a dry run', () => {
  let world: World;
  let alice: Person;
  let bob: Person;
  let from: string;
  let to: string;
  inWorld(
    () => World.open(),
    async (opened) => {
      world = opened;
      ({ alice, bob, from, to } = await world.pair(1_000, 50));
    },
  );

  const wish = (more: Body = {}): Body => transferWish({ from, to }, more);

  /** Asks without a key, and expects that nothing at all was written. */
  async function dryRun(path: string, person: Person, body: Body): Promise<DryRun> {
    const digest = async () => ({ ...(await digestOfStores(world.app)), claims: await claims() });
    const before = await digest();
    const { status, body: answer, text } = await world.call<DryRun>('POST', `${path}?dryRun=true`, person, { body });
    expect([status, text]).toEqual([200, text]);
    expect(await digest()).toEqual(before);
    expect(answer.dryRun).toBe(true);
    return answer;
  }
  const claims = () => world.postgres.prisma.idempotencyClaim.count();

  it('of a transfer shows both postings, and the balances of one’s own wallet alone', async () => {
    const { results } = await dryRun('/transfers', alice, wish());
    const own = { walletId: from, amount: -400, balanceBefore: 1_000, balanceAfter: 600, availableAfter: 600 };
    expect(results).toEqual([{ index: 0, status: 'posted', postings: [own, { walletId: to, amount: 400 }] }]);
    expect(await world.post('/transfers', alice, wish())).toMatchObject({ status: 201 });
  });

  it('counts what is held', async () => {
    await world.post('/holds', alice, { walletId: from, amount: 100, currency: 'INR', expiresInSeconds: 60 });
    const { results } = await dryRun('/transfers', alice, wish());
    expect(results[0]?.postings[0]).toMatchObject({ balanceAfter: 600, availableAfter: 500 });
  });

  it('says why it would be refused', async () => {
    const codes = async (more: Body) => (await dryRun('/transfers', alice, wish(more))).results;
    const refused = (code: string) => [{ index: 0, status: 'refused', code, postings: [] }];
    expect(await codes({ amount: 1_001 })).toEqual(refused('insufficient_funds'));
    expect(await codes({ currency: 'USD' })).toEqual(refused('currency_mismatch'));
    expect(await codes({ toWalletId: from })).toEqual(refused('same_wallet'));
    expect(await codes({ toWalletId: randomUUID() })).toEqual(refused('not_found'));
    expect(await codes({ fromWalletId: to, toWalletId: from })).toEqual(refused('not_found'));
  });

  it('of a transfer that is there already would write nothing more', async () => {
    const id = world.newId();
    await world.post('/transfers', alice, wish({ id }));
    const again = { index: 0, status: 'posted', postings: [] };
    expect((await dryRun('/transfers', alice, wish({ id }))).results).toEqual([again]);
  });

  it('of a batch decides each after the ones before it, or all as one', async () => {
    const transfers = [wish(), wish({ amount: 601 }), wish({ amount: 600 })];
    const single = await dryRun('/transfers/batch', alice, { transfers });
    expect(single.results.map(({ status }) => status)).toEqual(['posted', 'refused', 'posted']);
    expect(single.results[2]?.postings[0]).toMatchObject({ balanceBefore: 600, balanceAfter: 0, availableAfter: 0 });
    const linked = await dryRun('/transfers/batch', alice, { transfers, atomic: true });
    expect(linked.results.map(({ code }) => code)).toEqual(['linked_refused', 'insufficient_funds', 'linked_refused']);
    expect(linked.results.flatMap(({ postings }) => postings)).toEqual([]);
  });

  it('of a reversal shows what would come back, to who may reverse', async () => {
    const { body } = await world.post('/transfers', alice, wish());
    const path = `/transfers/${String(body['id'])}/reverse`;
    const { results } = await dryRun(path, bob, { amount: 150, reason: 'Too much' });
    const own = { walletId: to, amount: -150, balanceBefore: 450, balanceAfter: 300, availableAfter: 300 };
    expect(results).toEqual([{ index: 0, status: 'posted', postings: [own, { walletId: from, amount: 150 }] }]);
    const tooMuch = await dryRun(path, bob, { amount: 401, reason: 'Too much' });
    expect(tooMuch.results).toMatchObject([{ status: 'refused', code: 'reversal_exceeds_transfer' }]);
    const call = (person: Person) => world.call('POST', `${path}?dryRun=true`, person, { body: { reason: 'Mine' } });
    expect(await call(alice)).toMatchObject({ status: 403 });
    expect(await call(await world.person())).toMatchObject({ status: 404 });
    const admin = await dryRun(path, await world.person(['admin']), { reason: 'Fraud' });
    expect(admin.results[0]?.postings.map((posting) => Object.keys(posting))).toEqual([
      ['walletId', 'amount'],
      ['walletId', 'amount'],
    ]);
  });

  it('of a hold moves nothing, and shows what would be left to spend', async () => {
    const hold = { walletId: from, toWalletId: to, amount: 300, currency: 'INR', expiresInSeconds: 60 };
    const { results } = await dryRun('/holds', alice, hold);
    expect(results).toEqual([
      { index: 0, status: 'posted', postings: [{ walletId: from, amount: 0, availableAfter: 700 }] },
    ]);
    const tooMuch = await dryRun('/holds', alice, { ...hold, amount: 1_001 });
    expect(tooMuch.results).toEqual([{ index: 0, status: 'refused', code: 'insufficient_funds', postings: [] }]);
    const notMine = await dryRun('/holds', bob, hold);
    expect(notMine.results).toEqual([{ index: 0, status: 'refused', code: 'not_found', postings: [] }]);
  });

  it('leaves a key that comes with it unused', async () => {
    const key = randomUUID();
    const path = '/transfers?dryRun=true';
    expect(await world.post(path, alice, wish(), key)).toMatchObject({ status: 200, body: { dryRun: true } });
    expect(await world.post('/transfers', alice, wish({ amount: 1 }), key)).toMatchObject({ status: 201 });
  });

  it('is asked for by that word alone; anything else is refused, and false is the real thing', async () => {
    const ask = (query: string) => world.post(`/transfers?${query}`, alice, wish());
    for (const query of [
      'dryrun=true',
      'dryRun=yes',
      'dryRun=TRUE',
      'dryRun',
      'dryRun=true&dryRun=true',
      'dryRun=true&x=1',
    ])
      expect(await ask(query)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await world.post('/payments?dryRun=true', alice, {})).toMatchObject({ status: 400 });
    expect(await world.call('POST', '/transfers?dryRun=false', alice, { body: wish() })).toMatchObject({ status: 400 });
    expect((await world.walletBalances(alice, from)).balance).toBe(1_000);
    expect(await ask('dryRun=false')).toMatchObject({ status: 201 });
  });

  it('needs the permission of the thing itself, and its body', async () => {
    const call = (person: Person, body: Body) => world.call('POST', '/transfers?dryRun=true', person, { body });
    expect(await call(await world.person(['auditor']), wish())).toMatchObject({ status: 403 });
    expect(await call(alice, wish({ amount: 0 }))).toMatchObject({ status: 400 });
  });

  it('waits for nobody’s key and lets others go on', async () => {
    const runs = Array.from({ length: 20 }, () =>
      world.call<DryRun>('POST', '/transfers?dryRun=true', alice, { body: wish({ amount: 1_000 }) }),
    );
    const real = Array.from({ length: 10 }, () => world.post('/transfers', alice, wish({ amount: 10 })));
    expect((await Promise.all(runs)).every(({ status }) => status === 200)).toBe(true);
    expect((await Promise.all(real)).every(({ status }) => status === 201)).toBe(true);
    expect((await world.walletBalances(alice, from)).balance).toBe(900);
  });
});
