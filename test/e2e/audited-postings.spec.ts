import { randomUUID } from 'node:crypto';
import { AuditWorld } from '../support/audit-world.ts';
import { type Pair, transferWish } from '../support/world.ts';

describe('what is posted to the ledger', () => {
  let world: AuditWorld;
  let pair: Pair;

  beforeAll(async () => {
    world = await AuditWorld.open();
    pair = await world.pair(10_000);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const transfer = async (more: object = {}, key: string = randomUUID()): Promise<string> => {
    const body = transferWish(pair, { amount: 10, ...more });
    const { body: made } = await world.call('POST', '/transfers', pair.alice, {
      ...{ body, key, headers: { 'user-agent': 'Trivet/2.1', 'x-request-id': `spec-${key}` } },
    });
    return String(made['id']);
  };

  it('is logged with who asked for it, when, and in which request', async () => {
    const key = randomUUID();
    const id = await transfer({}, key);
    const { body } = await world.call('GET', `/transfers/${id}`, pair.alice);
    expect(await world.logged(`transactionId=${id}`)).toMatchObject([
      {
        ...{ service: 'transfers', action: 'transfer.posted', subjectId: id, userId: pair.alice.id, ip: '127.0.0.1' },
        ...{ userAgent: 'Trivet/2.1', requestId: `spec-${key}`, occurredAt: body['createdAt'] },
        after: { debit: pair.from, credit: pair.to, amount: '10', asset: 'INR', kind: 'transfer' },
      },
    ]);
  });

  it('is logged once, however often it is asked for: by its key, and by its id', async () => {
    const [key, id] = [randomUUID(), world.newId()];
    await transfer({ id }, key);
    await transfer({ id }, key);
    await transfer({ id });
    expect(await world.actionsOn(id)).toEqual(['transfer.posted']);
  });

  it('is not logged when it was refused', async () => {
    const id = world.newId();
    await transfer({ id, amount: 1_000_000 });
    expect(await world.actionsOn(id)).toEqual([]);
  });

  it('is logged transfer by transfer when many come at once, and in a batch of which some are refused', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => transfer()));
    const batch = [10, 1_000_000, 20].map((amount) => transferWish(pair, { id: world.newId(), amount }));
    await world.post('/transfers/batch', pair.alice, { transfers: batch });
    const logged = await world.logged(`userId=${pair.alice.id}`);
    const posted = logged.filter(({ action }) => action === 'transfer.posted').map(({ subjectId }) => subjectId);
    expect(posted).toEqual(expect.arrayContaining([...ids, batch[0]?.['id'], batch[2]?.['id']]));
    expect(posted).not.toContain(batch[1]?.['id']);
    expect(new Set(posted).size).toBe(posted.length);
  });

  it('is logged of holds: placed, captured, voided', async () => {
    const wish = { walletId: pair.from, toWalletId: pair.to, amount: 50, currency: 'INR', expiresInSeconds: 60 };
    const place = async (): Promise<string> => String((await world.post('/holds', pair.alice, wish)).body['id']);
    const [captured, voided] = [await place(), await place()];
    await world.post(`/holds/${captured}/capture`, pair.alice, {});
    await world.post(`/holds/${voided}/void`, pair.alice, undefined);
    // The clock stands still: they are of the same moment.
    expect((await world.actionsOn(captured)).sort()).toEqual(['hold.captured', 'hold.placed']);
    expect((await world.actionsOn(voided)).sort()).toEqual(['hold.placed', 'hold.voided']);
  });
});
