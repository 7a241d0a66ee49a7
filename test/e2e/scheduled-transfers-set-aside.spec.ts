import { inWorld } from '../support/in-world.ts';
import type { Pair } from '../support/world.ts';
import { HOUR_MS, ScheduledWorld } from '../support/scheduled-world.ts';

/** More than a chunk of the job. */
const MANY = 60;

describe('scheduled transfers that cannot be settled', () => {
  let world: ScheduledWorld;
  let pair: Pair;
  inWorld(
    () => ScheduledWorld.open(),
    async (opened) => {
      world = opened;
      await world.clear();
      pair = await world.pair();
    },
  );

  it('do not keep later ones waiting, even when they are more than a chunk', async () => {
    const id = await world.scheduled(pair, { amount: 13 });
    const pool = world.owner;
    await pool.query(
      `insert into scheduled_transfer (id, user_id, transfer_id, from_wallet_id, to_wallet_id, amount, currency, status, scheduled_for, created_at, updated_at)
       select gen_random_uuid(), user_id, gen_random_uuid(), from_wallet_id, to_wallet_id, 13, currency, status,
              scheduled_for, created_at, updated_at
         from scheduled_transfer, generate_series(2, ${MANY}) where id = $1`,
      [id],
    );
    await pool.query(`create function refuse_thirteen() returns trigger language plpgsql as $$
      begin raise exception 'thirteen' using errcode = 'LG003'; end $$`);
    await pool.query(`create trigger refuse_thirteen before insert on ledger_transfer for each row when (new.amount = 13)
                      execute function refuse_thirteen()`);
    const later = await world.pair();
    const last = await world.scheduled(later, { scheduledFor: world.ahead(HOUR_MS + 1) });
    world.clock.advance(HOUR_MS + 1);
    expect(await world.run()).toMatchObject({ status: 'failed' });
    expect(await world.read(later.alice, last)).toMatchObject({ status: 'posted' });
    await pool.query('drop function refuse_thirteen cascade');
    expect(await world.run()).toEqual({ status: 'succeeded', processed: MANY });
  });

  it('wait for the next run when somebody keeps their wallet locked, and the others are made', async () => {
    const other = await world.pair();
    const [locked, free] = [await world.scheduled(pair), await world.scheduled(other)];
    world.clock.advance(HOUR_MS);
    const client = await world.owner.connect();
    try {
      await client.query('begin');
      await client.query('select 1 from ledger_account where id = $1 for update', [pair.from]);
      expect(await world.run()).toMatchObject({ status: 'failed' });
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(await world.read(other.alice, free)).toMatchObject({ status: 'posted' });
    expect(await world.read(pair.alice, locked)).toMatchObject({ status: 'scheduled' });
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 1 });
  });

  it('are refused when who promised them is suspended by then', async () => {
    const other = await world.pair();
    const [suspended, active] = [await world.scheduled(pair), await world.scheduled(other)];
    const where = { id: pair.alice.id };
    await world.postgres.prisma.user.update({ where, data: { status: 'suspended' } });
    world.clock.advance(HOUR_MS);
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 2 });
    expect(await world.postgres.prisma.scheduledTransfer.findUniqueOrThrow({ where: { id: suspended } })).toMatchObject(
      { status: 'refused', refusalCode: 'forbidden' },
    );
    expect(await world.announced(suspended)).toEqual(['transfer.scheduled', 'transfer.refused']);
    expect(await world.balance(pair.bob, pair.to)).toBe(0);
    expect(await world.read(other.alice, active)).toMatchObject({ status: 'posted' });
  });
});
