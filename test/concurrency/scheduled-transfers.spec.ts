import { ScheduledRisk } from '../../src/modules/scheduled-transfers/scheduled-risk.ts';
import { ScheduledTransfers } from '../../src/modules/scheduled-transfers/scheduled-transfers.ts';
import { Transactions } from '../../src/platform/postgres/index.ts';
import { HOUR_MS, ScheduledWorld } from '../support/scheduled-world.ts';

const ROUNDS = 20;

describe('scheduled transfers under race', () => {
  let world: ScheduledWorld;
  beforeAll(async () => {
    world = await ScheduledWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('are made or called off, never both', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const pair = await world.pair();
      const id = await world.scheduled(pair);
      world.clock.advance(HOUR_MS);
      // Now one starts first, now the other.
      const first = round % 2 === 0 ? world.run() : undefined;
      const [cancelled] = await Promise.all([world.cancel(pair.alice, id), first ?? world.run()]);
      await world.run();

      const called = cancelled.status === 200;
      if (!called)
        expect(cancelled).toMatchObject({ status: 409, body: { code: 'scheduled_transfer_not_actionable' } });
      expect(await world.read(pair.alice, id)).toMatchObject({ status: called ? 'cancelled' : 'posted', version: 2 });
      expect(await world.balance(pair.bob, pair.to)).toBe(called ? 0 : 400);
      const last = called ? 'transfer.cancelled' : 'transfer.executed';
      expect(await world.announced(id)).toEqual(['transfer.scheduled', last]);
    }
  });

  it('are made once when two sweep at once', async () => {
    const pair = await world.pair(10_000);
    const ids = await Promise.all(Array.from({ length: ROUNDS }, () => world.scheduled(pair, { amount: 10 })));
    world.clock.advance(HOUR_MS);
    const [transactions, scheduled] = [world.app.get(Transactions), world.app.get(ScheduledTransfers)];
    const sweep = async () => {
      const due = await scheduled.due(7);
      const judged = await world.app.get(ScheduledRisk).judge(due.map(({ id }) => id));
      return (await transactions.run((tx) => scheduled.execute(tx, judged))).length;
    };
    const counts = await Promise.all(Array.from({ length: 6 }, sweep));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(ROUNDS);
    await world.run();
    expect(await world.balance(pair.bob, pair.to)).toBe(ROUNDS * 10);
    for (const id of ids) expect(await world.announced(id)).toEqual(['transfer.scheduled', 'transfer.executed']);
  });

  it('are at most a thousand a person, however many are asked for at once', async () => {
    const pair = await world.pair();
    const id = await world.scheduled(pair);
    await world.owner.query(
      `insert into scheduled_transfer (id, user_id, transfer_id, from_wallet_id, to_wallet_id, amount, currency, status, scheduled_for, created_at, updated_at)
       select gen_random_uuid(), user_id, gen_random_uuid(), from_wallet_id, to_wallet_id, 1, currency, status,
              scheduled_for, created_at, updated_at
         from scheduled_transfer, generate_series(1, 996) where id = $1`,
      [id],
    );
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.schedule(pair)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  });
});
