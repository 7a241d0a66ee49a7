import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { eventually } from '../faults/eventually.ts';
import { World, type Person } from '../support/world.ts';

const LIMIT = 500;
const BATCHES = 8;
const DEADLINE_MS = 20_000;

describe('a ledger with more waiting than it takes', () => {
  let world: World;
  let locker: Client;
  let alice: Person;
  let from: string;
  let to: string;
  beforeAll(async () => {
    world = await World.open({ LEDGER_QUEUE_LIMIT: String(LIMIT) });
    locker = new Client({ connectionString: world.app.environment['DATABASE_OWNER_URL'] });
    await locker.connect();
    alice = await world.person();
    from = await world.wallet(alice, LIMIT * BATCHES + 1);
    to = await world.wallet(await world.person());
  });
  afterEach(() => world.expectSound());
  afterAll(async () => {
    await locker?.end();
    await world?.close();
  });

  const wish = () => ({ fromWalletId: from, toWalletId: to, amount: 1, currency: 'INR' });
  const batch = (key: string) =>
    world.post('/transfers/batch', alice, { transfers: Array.from({ length: LIMIT }, wish) }, key);

  async function whileLocked(work: () => Promise<void>): Promise<void> {
    await locker.query('begin');
    try {
      await locker.query('select 1 from ledger_account where id = $1 for update', [from]);
      await work();
    } finally {
      await locker.query('rollback');
    }
  }

  it('refuses with 503 ledger_busy and Retry-After, and does it once when it is asked again', async () => {
    const keys = Array.from({ length: BATCHES }, () => randomUUID());
    const refused: Awaited<ReturnType<typeof batch>>[] = [];
    let first: Promise<void[]> = Promise.resolve([]);
    await whileLocked(async () => {
      first = Promise.all(
        keys.map(async (key) => {
          const answer = await batch(key);
          if (answer.status !== 200) refused.push(answer);
        }),
      );
      const isBusy = (): boolean => refused.some(({ body }) => body['code'] === 'ledger_busy');
      await eventually('the ledger is busy', DEADLINE_MS, isBusy);
    });
    await first;
    for (const { status, body, headers } of refused) {
      // Whoever waited for the lock itself for too long is told so.
      expect([503, 'ledger_busy', 'store_unavailable']).toEqual(expect.arrayContaining([status, body['code']]));
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }

    for (const key of keys) {
      const { body } = await batch(key);
      const results = body['results'] as { status: string }[];
      expect(results.filter(({ status }) => status === 'posted')).toHaveLength(LIMIT);
    }
    expect((await world.walletBalances(alice, from)).balance).toBe(1);
    expect((await world.post('/transfers', alice, wish())).status).toBe(201);
  });
});
