import { Ledger } from '../../src/ledger/index.ts';
import { MAX_VALUES_A_LOOK } from '../../src/modules/monitors/evaluate-monitors.ts';
import { type Announced, fired, MonitorWorld, rearmed } from '../e2e/monitor-world.ts';

// Real: PostgreSQL. Evaluations that run at the same time are to each other what those of several containers are.

const EVALUATORS = 4;
const WRITERS = 4;
const BATCHES = 25;

describe('balance monitors under concurrency', () => {
  let world: MonitorWorld;
  beforeAll(async () => {
    world = await MonitorWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('announce every crossing exactly once, in order, while several evaluate and others post', async () => {
    const [owner, friend] = [await world.person(), await world.person()];
    const [walletId, other] = [await world.wallet(owner, 1_000), await world.wallet(friend, 1_000)];
    const rules = [
      { direction: 'below', threshold: 990, rearmAt: 990 },
      { direction: 'below', threshold: 1_000, rearmAt: 1_010 },
      { direction: 'above', threshold: 1_000, rearmAt: 995 },
      { direction: 'above', threshold: 1_020, rearmAt: 1_000 },
    ] as const;
    const monitors = [];
    for (const rule of rules) monitors.push(await world.watch(owner, walletId, { metric: 'balance', ...rule }));
    const start = await versionOf(walletId);

    let posting = true;
    const evaluating = Array.from({ length: EVALUATORS }, async () => {
      while (posting) await world.evaluate();
    });
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => postAround(walletId, other, writer)));
    posting = false;
    await Promise.all(evaluating);
    await world.evaluate();

    const balances = await balancesSince(walletId, start);
    expect(balances).toHaveLength(WRITERS * BATCHES * 4);
    for (const [n, rule] of rules.entries())
      expect(await world.announced(monitors[n]?.id ?? '')).toEqual(crossingsOf(rule, balances));
  });

  it('catch up with more entries than one look is for, so many events a transaction', async () => {
    const [owner, friend] = [await world.person(), await world.person()];
    const [walletId, other] = [await world.wallet(owner, 10), await world.wallet(friend, 10)];
    const rule = { metric: 'balance', direction: 'below', threshold: 10 };
    const monitors = [await world.watch(owner, walletId, rule), await world.watch(owner, walletId, rule)];
    const total = MAX_VALUES_A_LOOK + 500;
    for (let entries = 0; entries < total; entries += 500)
      await post(Array.from({ length: 500 }, (_, n) => (n % 2 === 0 ? [walletId, other, 5n] : [other, walletId, 5n])));
    await world.evaluate();
    expect(await world.evaluate()).toBe(0);
    for (const { id } of monitors) {
      const announced = await world.announced(id);
      expect(announced).toHaveLength(total);
      expect(announced.slice(0, 2)).toEqual([fired(5), rearmed(10)]);
    }
    const caughtUp = { state: 'armed', version: 1 + total };
    expect(await world.monitors(owner, walletId)).toMatchObject([caughtUp, caughtUp]);
    const { rows } = await world.owner.query<{ count: number }>(
      'select count(*)::int as count from outbox_event where aggregate_id = any($1) group by xmin order by 1 desc',
      [monitors.map(({ id }) => id)],
    );
    expect(rows.map(({ count }) => count)).toEqual([MAX_VALUES_A_LOOK, MAX_VALUES_A_LOOK, 2 * 500]);
  });

  type Move = readonly [debit: string, credit: string, amount: bigint];

  async function post(moves: readonly Move[]): Promise<void> {
    const commands = moves.map(([debit, credit, amount]) => ({
      ...{ op: 'transfer' as const, kind: 'transfer', asset: 'INR', id: world.newId(), debit, credit, amount },
    }));
    for (const { outcome } of await world.app.get(Ledger).post(commands)) expect(outcome).toBe('posted');
  }

  async function postAround(walletId: string, other: string, writer: number): Promise<void> {
    for (let n = 0; n < BATCHES; n += 1) {
      const [some, more] = [BigInt(3 + ((writer * 7 + n * 5) % 23)), BigInt(2 + ((writer + n * 11) % 19))];
      await post([
        [walletId, other, some],
        [other, walletId, some + more],
        [walletId, other, more + 1n],
        [other, walletId, 1n],
      ]);
    }
  }

  async function versionOf(accountId: string): Promise<string> {
    const { rows } = await world.owner.query<{ version: string }>('select version from ledger_account where id = $1', [
      accountId,
    ]);
    return rows[0]?.version ?? '';
  }

  async function balancesSince(accountId: string, version: string): Promise<number[]> {
    const { rows } = await world.owner.query<{ balance: number }>(
      `select balance_after::int as balance from ledger_entry where account_id = $1 and version > $2 order by version`,
      [accountId, version],
    );
    return rows.map(({ balance }) => balance);
  }
});

interface Rule {
  readonly direction: 'below' | 'above';
  readonly threshold: number;
  readonly rearmAt: number;
}

/** What a monitor must announce that was armed before these balances: the rule in its plainest form. */
function crossingsOf({ direction, threshold, rearmAt }: Rule, balances: readonly number[]): Announced[] {
  const side = direction === 'below' ? 1 : -1;
  const announced: Announced[] = [];
  let armed = true;
  for (const balance of balances) {
    if (armed && side * balance < side * threshold) announced.push(fired(balance));
    else if (!armed && side * balance >= side * rearmAt) announced.push(rearmed(balance));
    else continue;
    armed = !armed;
  }
  return announced;
}
