import { randomUUID } from 'node:crypto';
import { Jobs } from '../../src/platform/jobs/index.ts';
import type { Person } from '../support/world.ts';
import { fired, MonitorWorld, rearmed } from './monitor-world.ts';

const HOUR_MS = 3_600_000;

let world: MonitorWorld;
let admin: Person;
beforeAll(async () => {
  world = await MonitorWorld.open();
  admin = await world.person(['admin']);
});
afterEach(() => world.expectSound());
afterAll(() => world.close());

/** A wallet with so much, and another to send it to. */
async function funded(funds: number) {
  const [owner, friend] = [await world.person(), await world.person()];
  const [walletId, other] = [await world.wallet(owner, funds), await world.wallet(friend, 1_000_000)];
  const move = async (amount: number): Promise<void> => {
    const [person, from, to] = amount < 0 ? [owner, walletId, other] : [friend, other, walletId];
    const body = { fromWalletId: from, toWalletId: to, amount: Math.abs(amount), currency: 'INR' };
    expect((await world.post('/transfers', person, body)).status).toBe(201);
  };
  return { owner, friend, walletId, other, move };
}

describe('a balance monitor', () => {
  it('fires once when the balance goes beyond its threshold, and not again before it has re-armed', async () => {
    const { owner, walletId, move } = await funded(1_000);
    const wanted = { metric: 'balance', direction: 'below', threshold: 500, rearmAt: 800 };
    const monitor = await world.watch(owner, walletId, wanted);
    expect(monitor).toMatchObject({ ...wanted, state: 'armed', lastValue: 1_000, lastFiredAt: null, version: 1 });

    await move(-500);
    await world.evaluate();
    expect(await world.announced(monitor.id)).toEqual([]);
    await move(-1);
    await world.evaluate();
    expect(await world.announced(monitor.id)).toEqual([fired(499)]);
    expect(await world.monitors(owner, walletId)).toMatchObject([
      { state: 'fired', lastValue: 499, lastFiredAt: world.clock.now().toISOString(), version: 2 },
    ]);
    await move(300);
    await move(-300);
    await world.evaluate();
    expect(await world.announced(monitor.id)).toHaveLength(1);
    await move(301);
    await world.evaluate();
    expect(await world.announced(monitor.id)).toEqual([fired(499), rearmed(800)]);
    await move(-301);
    await world.evaluate();
    expect(await world.announced(monitor.id)).toEqual([fired(499), rearmed(800), fired(499)]);
  });

  it('sees what came and went between two looks, in its order', async () => {
    const { owner, walletId, move } = await funded(100);
    const low = await world.watch(owner, walletId, { metric: 'balance', direction: 'below', threshold: 100 });
    const high = await world.watch(owner, walletId, {
      ...{ metric: 'balance', direction: 'above', threshold: 100, rearmAt: 50 },
    });
    for (const step of [-10, 10, -60, 61, -1, 5, -5, -1]) await move(step);
    await world.evaluate();
    expect(await world.announced(low.id)).toEqual([fired(90), rearmed(100), fired(40), rearmed(101), fired(99)]);
    expect(await world.announced(high.id)).toEqual([fired(101)]);
    expect(await world.evaluate()).toBe(0);
  });

  it('fires at once when it is made beyond its threshold', async () => {
    const { owner, walletId } = await funded(10);
    const monitor = await world.watch(owner, walletId, { metric: 'available', direction: 'below', threshold: 11 });
    expect(monitor).toMatchObject({ state: 'fired', rearmAt: 11, lastFiredAt: world.clock.now().toISOString() });
    expect(await world.announced(monitor.id)).toEqual([fired(10)]);
    expect(await world.evaluate()).toBe(0);
  });

  it('watches what is held and what is left to spend, to the exact time at which a hold is over', async () => {
    const { owner, walletId, other } = await funded(1_000);
    const available = await world.watch(owner, walletId, { metric: 'available', direction: 'below', threshold: 500 });
    const held = await world.watch(owner, walletId, { metric: 'pendingOut', direction: 'above', threshold: 0 });
    const hold = { walletId, toWalletId: other, amount: 600, currency: 'INR', expiresInSeconds: 3_600 };
    expect((await world.post('/holds', owner, hold)).status).toBe(201);
    await world.evaluate();
    expect(await world.announced(available.id)).toEqual([fired(400)]);
    expect(await world.announced(held.id)).toEqual([fired(600)]);
    world.clock.advance(HOUR_MS - 1);
    expect(await world.evaluate()).toBe(0);
    world.clock.advance(1);
    expect(await world.evaluate()).toBe(2);
    expect(await world.announced(available.id)).toEqual([fired(400), rearmed(1_000)]);
    expect(await world.announced(held.id)).toEqual([fired(600), rearmed(0)]);
  });

  it('refuses to re-arm where it fires', async () => {
    const { owner, walletId } = await funded(1);
    for (const wrong of [
      { direction: 'below', threshold: 10, rearmAt: 9 },
      { direction: 'above', threshold: 10, rearmAt: 11 },
    ]) {
      const body = { metric: 'balance', ...wrong };
      const answer = await world.call('POST', `/wallets/${walletId}/monitors`, owner, { body });
      expect(answer).toMatchObject({ status: 422, body: { code: 'rearm_on_wrong_side' } });
    }
  });

  it('is one of ten at most, also when twenty are made at once', async () => {
    const { owner, walletId } = await funded(1);
    const body = { metric: 'balance', direction: 'above', threshold: 10 };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.call('POST', `/wallets/${walletId}/monitors`, owner, { body })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({
      status: 422,
      body: { code: 'monitor_limit_reached' },
    });
    expect(await world.monitors(owner, walletId)).toHaveLength(10);
  });

  it('is looked at all the same when another cannot be announced, and the run says so', async () => {
    const { owner, walletId, move } = await funded(100);
    const rule = { metric: 'balance', direction: 'below', threshold: 100 };
    const [odd, good] = [await world.watch(owner, walletId, rule), await world.watch(owner, walletId, rule)];
    const pool = world.owner;
    await pool.query(`create function refuse_odd() returns trigger language plpgsql as $$
      begin raise exception 'odd' using errcode = '22000'; end $$`);
    await pool.query(`create trigger refuse_odd before insert on outbox_event for each row
                      when (new.aggregate_id = '${odd.id}') execute function refuse_odd()`);
    await move(-1);
    const run = () => world.app.get(Jobs).runNow('evaluate-balance-monitors');
    expect(await run()).toMatchObject({ status: 'failed' });
    expect(await world.announced(good.id)).toEqual([fired(99)]);
    expect(await world.announced(odd.id)).toEqual([]);
    await pool.query('drop function refuse_odd cascade');
    expect(await run()).toMatchObject({ status: 'succeeded', processed: 1 });
    expect(await world.announced(odd.id)).toEqual([fired(99)]);
  });

  it('is made once under a key', async () => {
    const { owner, walletId } = await funded(1);
    const path = `/wallets/${walletId}/monitors`;
    const [body, key] = [{ metric: 'balance', direction: 'below', threshold: 10 }, randomUUID()];
    const answers = [await world.post(path, owner, body, key), await world.post(path, owner, body, key)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const [first, second] = answers.map((answer) => answer.body['id']);
    expect(second).toBe(first);
    expect(await world.announced(String(first))).toHaveLength(1);
  });

  it("is its owner's alone, and gone when it is removed", async () => {
    const { owner, friend, walletId, other, move } = await funded(100);
    const monitor = await world.watch(owner, walletId, { metric: 'balance', direction: 'below', threshold: 50 });
    const [mine, theirs] = [`/wallets/${walletId}/monitors`, `/wallets/${other}/monitors`];
    expect(await world.call('GET', mine, friend)).toMatchObject({ status: 404 });
    const body = { metric: 'balance', direction: 'below', threshold: 1 };
    expect(await world.call('POST', mine, friend, { body })).toMatchObject({ status: 404 });
    for (const path of [`${mine}/${monitor.id}`, `${theirs}/${monitor.id}`])
      expect(await world.call('DELETE', path, friend)).toMatchObject({ status: 404 });
    expect(await world.call('DELETE', `/admin/ledger/monitors/${monitor.id}`, admin)).toMatchObject({ status: 404 });

    expect((await world.call('DELETE', `${mine}/${monitor.id}`, owner)).status).toBe(204);
    expect(await world.call('DELETE', `${mine}/${monitor.id}`, owner)).toMatchObject({ status: 404 });
    await move(-100);
    await world.evaluate();
    expect(await world.announced(monitor.id)).toEqual([]);
    expect(await world.monitors(owner, walletId)).toEqual([]);
  });
});

describe('a monitor of the platform', () => {
  it('watches any account, apart from those of its owner', async () => {
    const { owner, walletId, move } = await funded(100);
    const wanted = { accountId: walletId, metric: 'balance', direction: 'below', threshold: 50 };
    const made = await world.call('POST', '/admin/ledger/monitors', admin, { body: wanted });
    expect(made).toMatchObject({ status: 201, body: { ...wanted, state: 'armed' } });
    expect(await world.monitors(owner, walletId)).toEqual([]);
    await move(-60);
    await world.evaluate();
    const id = String(made.body['id']);
    expect(await world.announced(id)).toEqual([fired(40)]);
    const listed = await world.call('GET', `/admin/ledger/monitors?accountId=${walletId}`, admin);
    expect(listed.body).toMatchObject({ data: [{ id, state: 'fired' }], hasMore: false });
    expect(await world.call('DELETE', `/wallets/${walletId}/monitors/${id}`, owner)).toMatchObject({ status: 404 });
    expect((await world.call('DELETE', `/admin/ledger/monitors/${id}`, admin)).status).toBe(204);
  });

  it('watches accounts that grow the other way, and not what is available without limit', async () => {
    const { body } = await world.call<{ data: { id: string; balance: number }[] }>(
      'GET',
      '/admin/ledger/accounts?kind=provider-clearing&asset=INR',
      admin,
    );
    const [clearing] = body.data as [{ id: string; balance: number }];
    const wanted = { accountId: clearing.id, metric: 'balance', direction: 'above', threshold: clearing.balance };
    const made = await world.call('POST', '/admin/ledger/monitors', admin, { body: wanted });
    expect(made).toMatchObject({ status: 201, body: { state: 'armed', lastValue: clearing.balance } });
    await world.wallet(await world.person(), 7);
    await world.evaluate();
    expect(await world.announced(String(made.body['id']))).toEqual([fired(clearing.balance + 7)]);
    const unlimited = { ...wanted, metric: 'available' };
    expect(await world.call('POST', '/admin/ledger/monitors', admin, { body: unlimited })).toMatchObject({
      status: 422,
      body: { code: 'metric_without_limit' },
    });
  });

  it('is for who may monitor the ledger; auditors may look', async () => {
    const [auditor, customer] = [await world.person(['auditor']), await world.person()];
    const body = { accountId: randomUUID(), metric: 'balance', direction: 'above', threshold: 1 };
    expect(await world.call('POST', '/admin/ledger/monitors', auditor, { body })).toMatchObject({ status: 403 });
    expect(await world.call('GET', '/admin/ledger/monitors', auditor)).toMatchObject({ status: 200 });
    expect(await world.call('GET', '/admin/ledger/monitors', customer)).toMatchObject({ status: 403 });
    expect(await world.call('POST', '/admin/ledger/monitors', admin, { body })).toMatchObject({ status: 404 });
  });
});
