import { randomUUID } from 'node:crypto';
import { Ledger } from '../../src/ledger/index.ts';
import { ScheduledRisk } from '../../src/modules/scheduled-transfers/scheduled-risk.ts';
import { ScheduledTransfers } from '../../src/modules/scheduled-transfers/scheduled-transfers.ts';
import { Transactions } from '../../src/platform/postgres/index.ts';
import { inWorld } from '../support/in-world.ts';
import type { Pair } from '../support/world.ts';
import { DAY_MS, HOUR_MS, ScheduledWorld } from '../support/scheduled-world.ts';

describe('scheduled transfers', () => {
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

  it('are promised for later, hold nothing until then, and say nothing of the transfer to come', async () => {
    const more = { description: 'Rent', reference: 'rent-12', metadata: { flat: '7' } };
    const wish = world.wish(pair, more);
    const { status, body } = await world.post('/transfers/scheduled', pair.alice, wish);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...wish, status: 'scheduled', transferId: null, code: null, version: 1 });
    expect(await world.walletBalances(pair.alice, pair.from)).toMatchObject({
      balance: 1_000,
      availableBalance: 1_000,
    });
    expect(await world.read(pair.alice, String(body['id']))).toEqual(body);
    expect(await world.announced(String(body['id']))).toEqual(['transfer.scheduled']);
  });

  it('are made at their time and not before, once, with what was said of them', async () => {
    const id = await world.scheduled(pair, { description: 'Rent', reference: 'rent-12', metadata: { flat: '7' } });
    world.clock.advance(HOUR_MS - 1);
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 0 });
    world.clock.advance(1);
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 1 });
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 0 });
    const posted = await world.read(pair.alice, id);
    expect(posted).toMatchObject({ status: 'posted', code: null, version: 2 });
    const transfer = await world.call('GET', `/transfers/${String(posted['transferId'])}`, pair.alice);
    expect(transfer.body).toMatchObject({
      kind: 'transfer',
      amount: 400,
      reference: 'rent-12',
      metadata: { flat: '7' },
    });
    expect(await world.balance(pair.bob, pair.to)).toBe(400);
    expect(await world.announced(id)).toEqual(['transfer.scheduled', 'transfer.executed']);
  });

  it('are refused with the ledger’s reason when they cannot be made, and stay so', async () => {
    const tooMuch = await world.scheduled(pair, { amount: 1_001 });
    const closed = await world.scheduled(pair, { amount: 10 });
    expect(await world.call('POST', `/wallets/${pair.to}/close`, pair.bob)).toMatchObject({ status: 200 });
    world.clock.advance(HOUR_MS);
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 2 });
    expect(await world.read(pair.alice, tooMuch)).toMatchObject({ status: 'refused', transferId: null });
    expect(await world.read(pair.alice, closed)).toMatchObject({ status: 'refused', code: 'wallet_closed' });
    expect(await world.announced(closed)).toEqual(['transfer.scheduled', 'transfer.refused']);
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 0 });
  });

  it('are decided in the order of their times, each with its own outcome', async () => {
    const late = await world.scheduled(pair, { amount: 700, scheduledFor: world.ahead(2 * HOUR_MS) });
    const early = await world.scheduled(pair, { amount: 700 });
    world.clock.advance(2 * HOUR_MS);
    expect(await world.run()).toMatchObject({ processed: 2 });
    expect(await world.read(pair.alice, early)).toMatchObject({ status: 'posted' });
    expect(await world.read(pair.alice, late)).toMatchObject({ status: 'refused', code: 'insufficient_funds' });
  });

  it('are called off while they wait, once, and never after', async () => {
    const [id, key] = [await world.scheduled(pair), randomUUID()];
    expect(await world.cancel(pair.alice, id, key)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', version: 2 },
    });
    expect(await world.cancel(pair.alice, id, key)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', version: 2 },
    });
    const again = { status: 409, body: { code: 'scheduled_transfer_not_actionable' } };
    expect(await world.cancel(pair.alice, id)).toMatchObject(again);
    expect(await world.reschedule(pair.alice, id, world.ahead(DAY_MS))).toMatchObject(again);
    world.clock.advance(HOUR_MS);
    expect(await world.run()).toMatchObject({ processed: 0 });
    expect(await world.announced(id)).toEqual(['transfer.scheduled', 'transfer.cancelled']);
  });

  it('are moved to another time by who has read them as they are', async () => {
    const id = await world.scheduled(pair);
    const later = world.ahead(DAY_MS);
    expect(await world.reschedule(pair.alice, id, later, 2)).toMatchObject({
      status: 412,
      body: { code: 'stale_version' },
    });
    expect(await world.reschedule(pair.alice, id, later, 1)).toMatchObject({
      status: 200,
      body: { scheduledFor: later, version: 2 },
    });
    world.clock.advance(HOUR_MS);
    expect(await world.run()).toMatchObject({ processed: 0 });
    for (const moment of [world.ahead(0), world.ahead(366 * DAY_MS + 1)]) {
      const answer = await world.reschedule(pair.alice, id, moment);
      expect(answer).toMatchObject({ status: 422, body: { code: 'scheduled_for_out_of_range' } });
    }
    world.clock.advance(DAY_MS - HOUR_MS);
    expect(await world.run()).toMatchObject({ processed: 1 });
    const events = ['transfer.scheduled', 'transfer.rescheduled', 'transfer.executed'];
    expect(await world.announced(id)).toEqual(events);
  });

  it('refuse times that are over or too far, and wallets that do not fit', async () => {
    const refused = async (more: Record<string, unknown>, status: number, code: string) =>
      expect(await world.schedule(pair, more)).toMatchObject({ status, body: { code } });
    await refused({ scheduledFor: world.ahead(0) }, 422, 'scheduled_for_out_of_range');
    await refused({ scheduledFor: world.ahead(366 * DAY_MS + 1) }, 422, 'scheduled_for_out_of_range');
    await refused({ toWalletId: pair.from }, 422, 'same_wallet');
    await refused({ currency: 'USD' }, 422, 'currency_mismatch');
    await refused({ toWalletId: randomUUID() }, 404, 'not_found');
    await refused({ fromWalletId: pair.to, toWalletId: pair.from }, 404, 'not_found');
    await refused({ effectiveAt: world.ahead(-HOUR_MS) }, 400, 'validation_failed');
    expect(await world.schedule(pair, { scheduledFor: world.ahead(366 * DAY_MS) })).toMatchObject({ status: 201 });
  });

  it('are scheduled once under a key, and need one', async () => {
    const [key, wish] = [randomUUID(), world.wish(pair)];
    const first = await world.post('/transfers/scheduled', pair.alice, wish, key);
    const second = await world.post('/transfers/scheduled', pair.alice, wish, key);
    expect(second).toMatchObject({ status: 201, body: first.body });
    const other = await world.post('/transfers/scheduled', pair.alice, { ...wish, amount: 1 }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const without = await world.call('POST', '/transfers/scheduled', pair.alice, { body: wish });
    expect(without).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
  });

  it('are there for who made them alone', async () => {
    const id = await world.scheduled(pair);
    for (const stranger of [pair.bob, await world.person(['admin'])]) {
      const paths = [world.call('GET', `/transfers/scheduled/${id}`, stranger), world.cancel(stranger, id)];
      const answers = await Promise.all([...paths, world.reschedule(stranger, id, world.ahead(DAY_MS))]);
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    }
    expect((await world.call('GET', '/transfers/scheduled', pair.bob)).body).toMatchObject({ data: [] });
    expect(await world.call('GET', '/transfers/scheduled', await world.person(['auditor']))).toMatchObject({
      status: 403,
    });
  });

  it('are listed newest first, by status and wallet, page by page', async () => {
    const ids: string[] = [];
    for (const amount of [1, 2, 3]) {
      ids.unshift(await world.scheduled(pair, { amount }));
      world.clock.advance(1);
    }
    await world.cancel(pair.alice, ids[1] ?? '');
    const list = async (query: string) =>
      (
        await world.call<{ data: { id: string }[]; nextCursor: string }>(
          'GET',
          `/transfers/scheduled${query}`,
          pair.alice,
        )
      ).body;
    const idsOf = ({ data }: { data: { id: string }[] }): string[] => data.map(({ id }) => id);
    expect(idsOf(await list(''))).toEqual(ids);
    expect(idsOf(await list('?status=cancelled'))).toEqual([ids[1]]);
    expect(idsOf(await list(`?status=scheduled&walletId=${pair.from}`))).toEqual([ids[0], ids[2]]);
    const first = await list('?limit=2');
    expect(idsOf(await list(`?limit=2&cursor=${first.nextCursor}`))).toEqual([ids[2]]);
    const foreign = await world.call('GET', `/transfers/scheduled?walletId=${pair.to}`, pair.alice);
    expect(foreign).toMatchObject({ status: 404 });
  });

  it('are at most a thousand a person', async () => {
    const id = await world.scheduled(pair);
    await world.owner.query(
      `insert into scheduled_transfer (id, user_id, transfer_id, from_wallet_id, to_wallet_id, amount, currency, status, scheduled_for, created_at, updated_at)
       select gen_random_uuid(), user_id, gen_random_uuid(), from_wallet_id, to_wallet_id, 1, currency, status,
              scheduled_for + interval '1 year', created_at, updated_at
         from scheduled_transfer, generate_series(1, 999) where id = $1`,
      [id],
    );
    const refused = { status: 422, body: { code: 'too_many_scheduled_transfers' } };
    expect(await world.schedule(pair)).toMatchObject(refused);
    await world.cancel(pair.alice, id);
    expect(await world.schedule(pair)).toMatchObject({ status: 201 });
  });

  it('are made once when the process dies before it commits, and when the money went out without being written down', async () => {
    const [lost, half] = [await world.scheduled(pair), await world.scheduled(pair, { amount: 50 })];
    world.clock.advance(HOUR_MS);
    const judged = await world.app.get(ScheduledRisk).judge([lost, half]);
    const dying = world.app.get(Transactions).run(async (tx) => {
      expect(await world.app.get(ScheduledTransfers).execute(tx, judged)).toHaveLength(2);
      throw new Error('the process died');
    });
    await expect(dying).rejects.toThrow('the process died');
    expect(await world.balance(pair.bob, pair.to)).toBe(0);
    const { transferId: transfer } = await world.postgres.prisma.scheduledTransfer.findUniqueOrThrow({
      where: { id: half },
    });
    const parties = { debit: pair.from, credit: pair.to, asset: 'INR', amount: 50n };
    await world.app.get(Ledger).post([{ op: 'transfer', kind: 'transfer', id: transfer, ...parties }]);
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 2 });
    expect(await world.balance(pair.bob, pair.to)).toBe(450);
    expect(await world.read(pair.alice, half)).toMatchObject({ status: 'posted', transferId: transfer });
    expect(await world.announced(lost)).toEqual(['transfer.scheduled', 'transfer.executed']);
  });

  it('are made all the same when one of them cannot be written down, and the run says so', async () => {
    const [first, odd, last] = [
      await world.scheduled(pair),
      await world.scheduled(pair, { amount: 13 }),
      await world.scheduled(pair),
    ];
    const pool = world.owner;
    await pool.query(`create function refuse_thirteen() returns trigger language plpgsql as $$
      begin raise exception 'thirteen' using errcode = 'LG003'; end $$`);
    await pool.query(`create trigger refuse_thirteen before insert on ledger_transfer for each row when (new.amount = 13)
                      execute function refuse_thirteen()`);
    world.clock.advance(HOUR_MS);
    expect(await world.run()).toMatchObject({ status: 'failed' });
    for (const id of [first, last]) expect(await world.read(pair.alice, id)).toMatchObject({ status: 'posted' });
    expect(await world.read(pair.alice, odd)).toMatchObject({ status: 'scheduled', version: 1 });
    await pool.query('drop function refuse_thirteen cascade');
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 1 });
    expect(await world.read(pair.alice, odd)).toMatchObject({ status: 'posted' });
  });

  it('are made in chunks until none is left', async () => {
    const rich = await world.pair(10_000);
    await world.scheduled(rich, { amount: 1 });
    await world.owner.query(
      `insert into scheduled_transfer (id, user_id, transfer_id, from_wallet_id, to_wallet_id, amount, currency, status, scheduled_for, created_at, updated_at)
       select gen_random_uuid(), user_id, gen_random_uuid(), from_wallet_id, to_wallet_id, 1, currency, status,
              scheduled_for, created_at, updated_at
         from scheduled_transfer, generate_series(1, 119) where from_wallet_id = $1`,
      [rich.from],
    );
    world.clock.advance(HOUR_MS);
    expect(await world.run()).toEqual({ status: 'succeeded', processed: 120 });
    expect(await world.balance(rich.bob, rich.to)).toBe(120);
  });
});
