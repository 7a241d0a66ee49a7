import type { Client } from 'pg';
import type { Traffic, Wish } from './traffic.ts';

/** Every request was acknowledged with one id, and the database holds exactly these and nothing else. */
export async function expectEachOnce(database: Client, traffic: Traffic): Promise<void> {
  const doubled = traffic.wishes.filter((wish) => traffic.acknowledged.get(wish.key)?.size !== 1);
  expect(doubled.map((wish) => `${wish.kind} ${wish.key}: ${traffic.idOf(wish)}`)).toEqual([]);

  const transfers = await pairs(database, `select reference, id from ledger_transfer where kind = 'transfer'`);
  expect(transfers).toEqual(acknowledged(traffic, traffic.of('transfer')));
  const orders = await pairs(database, 'select message, id from treat_order');
  expect(orders).toEqual(acknowledged(traffic, traffic.of('order')));
  const payments = await pairs(database, 'select id, id from payment');
  expect(payments.map(([, id]) => id)).toEqual(
    traffic
      .of('payment')
      .map((wish) => traffic.idOf(wish))
      .sort(),
  );
  for (const { body, key } of traffic.of('transfer')) {
    if (typeof body['id'] === 'string') expect([...(traffic.acknowledged.get(key) ?? [])]).toEqual([body['id']]);
  }
}

/** Orders and holds, and payments, charges and credits, belong together one by one. */
export async function expectNothingLoose(database: Client): Promise<void> {
  const { rows } = await database.query(`
    select 'order without its hold' as loose, o.id::text from treat_order o
      left join ledger_hold h on h.id = o.hold_id and h.amount = o.amount and h.status = 'pending' where h.id is null
    union all
    select 'hold without an order', h.id::text from ledger_hold h
      left join treat_order o on o.hold_id = h.id where o.id is null
    union all
    select 'order without its one announcement', o.id::text from treat_order o
      where (select count(*) from outbox_event e where e.aggregate_id = o.id::text and e.type = 'order.paid') <> 1
    union all
    select 'payment that is ' || p.status || ', charge that is ' || coalesce(c.outcome, 'none'), p.id::text
      from payment p left join sandbox_charge c on c.idempotency_key = p.id::text
      where p.status is distinct from c.outcome or p.amount is distinct from c.amount
    union all
    select 'charge without a payment', c.idempotency_key from sandbox_charge c
      left join payment p on p.id::text = c.idempotency_key where p.id is null
    union all
    select 'payment whose credit is missing or wrong', p.id::text from payment p
      left join ledger_transfer t on t.id = p.transfer_id and t.amount = p.amount and t.credit_account_id = p.wallet_id
      where (p.status = 'succeeded') <> (t.id is not null)
    union all
    select 'credit without a payment', t.id::text from ledger_transfer t
      left join payment p on p.transfer_id = t.id where t.kind = 'card-top-up' and p.id is null`);
  expect(rows).toEqual([]);
}

/** Each wallet holds what was paid in, less what was sent, and promises what was treated: not a unit more or less. */
export async function expectNoMoneyLost(database: Client, traffic: Traffic): Promise<void> {
  const { rows: paid } = await database.query<{ id: string }>(`select id from payment where status = 'succeeded'`);
  const succeeded = new Set(paid.map(({ id }) => id));
  const wallets = traffic.customers.map(() => ({ posted: 0, pending: 0 }));
  const change = (at: number, posted: number, pending: number): void => {
    const { posted: before, pending: promised } = wallets[at] ?? { posted: 0, pending: 0 };
    wallets[at] = { posted: before + posted, pending: promised + pending };
  };
  for (const wish of traffic.wishes) {
    if (wish.kind === 'order') change(wish.from, 0, wish.amount);
    if (wish.kind === 'payment' && succeeded.has(traffic.idOf(wish))) change(wish.from, wish.amount, 0);
    if (wish.kind !== 'transfer') continue;
    change(wish.from, -wish.amount, 0);
    change(wish.to, wish.amount, 0);
  }
  const { rows } = await database.query<{ id: string; posted: string; pending: string }>(
    `select id, posted, pending_debits as pending from ledger_account where kind = 'wallet'`,
  );
  const found = new Map(
    rows.map(({ id, posted, pending }) => [id, { posted: Number(posted), pending: Number(pending) }]),
  );
  expect(traffic.customers.map(({ walletId }) => found.get(walletId))).toEqual(wallets);
}

function acknowledged(traffic: Traffic, wishes: readonly Wish[]): string[][] {
  return wishes.map((wish) => [wish.key, traffic.idOf(wish)]).sort(byText);
}

async function pairs(database: Client, sql: string): Promise<string[][]> {
  const { rows } = await database.query<string[]>({ text: sql, rowMode: 'array' });
  return rows.sort(byText);
}

function byText(one: readonly string[], other: readonly string[]): number {
  return one.join() < other.join() ? -1 : 1;
}
