import type { Client } from 'pg';
import type { Traffic } from './traffic.ts';

const MAX_SHOWN = 10;

/** Every request was acknowledged with one id, and the database holds exactly these, with their content, and nothing else. */
export async function expectEachOnce(database: Client, traffic: Traffic): Promise<void> {
  const doubled = traffic.wishes.filter((wish) => traffic.acknowledged.get(wish.key)?.size !== 1);
  expect(doubled.slice(0, MAX_SHOWN).map((wish) => `${wish.kind} ${wish.key}: ${traffic.idOf(wish)}`)).toEqual([]);

  const compare = async (what: string, wanted: string[], sql: string): Promise<void> => {
    const { rows } = await database.query<string[]>({ text: sql, rowMode: 'array' });
    expect([what, ...differences(wanted, rows.map(String))]).toEqual([what]);
  };
  await compare(
    'transfers',
    movesOf(traffic),
    `select t.reference, t.id, t.debit_account_id, t.credit_account_id, t.amount from ledger_transfer t where kind = 'transfer'`,
  );
  await compare(
    'holds',
    traffic.of('hold').map((wish) => [wish.key, traffic.idOf(wish), ...walletsOf(traffic, wish), wish.amount].join()),
    `select description, id, debit_account_id, credit_account_id, amount from ledger_hold where kind = 'hold'`,
  );
  await compare(
    'captures',
    traffic
      .of('capture')
      .map((wish) => [traffic.idOf(wish), ...walletsOf(traffic, wish.hold ?? wish), wish.amount].join()),
    `select hold_id, debit_account_id, credit_account_id, amount from ledger_transfer where kind = 'capture'`,
  );
  await compare(
    'orders',
    traffic.of('order').map((wish) => `${wish.key},${traffic.idOf(wish)}`),
    'select message, id from treat_order',
  );
  await compare(
    'payments',
    traffic.of('payment').map((wish) => traffic.idOf(wish)),
    'select id from payment',
  );
}

/** Orders and holds, and payments, charges and credits, belong together one by one. */
export async function expectNothingLoose(database: Client): Promise<void> {
  const { rows } = await database.query(`
    select 'order without its hold' as loose, o.id::text from treat_order o
      left join ledger_hold h on h.id = o.hold_id and h.amount = o.amount and h.status = 'pending' where h.id is null
    union all
    select 'hold without an order', h.id::text from ledger_hold h
      left join treat_order o on o.hold_id = h.id where o.id is null and h.kind <> 'hold'
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
      left join payment p on p.transfer_id = t.id where t.kind = 'card-top-up' and p.id is null
    limit ${MAX_SHOWN}`);
  expect(rows).toEqual([]);
}

/** Each wallet holds what was paid in, less what was sent, and promises what was treated and held: not a unit more or less. */
export async function expectNoMoneyLost(database: Client, traffic: Traffic): Promise<void> {
  const { rows: paid } = await database.query<{ id: string }>(`select id from payment where status = 'succeeded'`);
  const book = bookOf(traffic, new Set(paid.map(({ id }) => id)));
  const { rows } = await database.query<{ id: string; posted: string; pending: string }>(
    `select id, posted, pending_debits as pending from ledger_account where kind = 'wallet'`,
  );
  const found = new Map(
    rows.map(({ id, posted, pending }) => [id, { posted: Number(posted), pending: Number(pending) }]),
  );
  expect(traffic.customers.map(({ walletId }) => found.get(walletId))).toEqual(book);
}

interface Balance {
  readonly posted: number;
  readonly pending: number;
}

/** What the customers themselves think they have. */
function bookOf(traffic: Traffic, succeeded: ReadonlySet<string>): Balance[] {
  const wallets: Balance[] = traffic.customers.map(() => ({ posted: 0, pending: 0 }));
  const change = (at: number, posted: number, pending: number): void => {
    const { posted: before, pending: promised } = wallets[at] ?? { posted: 0, pending: 0 };
    wallets[at] = { posted: before + posted, pending: promised + pending };
  };
  const move = (from: number, to: number, amount: number): void => {
    change(from, -amount, 0);
    change(to, amount, 0);
  };
  for (const wish of traffic.wishes) {
    if (wish.kind === 'order' || wish.kind === 'hold') change(wish.from, 0, wish.amount);
    if (wish.kind === 'payment' && succeeded.has(traffic.idOf(wish))) change(wish.from, wish.amount, 0);
    for (const { from, to, amount } of wish.moves) move(from, to, amount);
    if (wish.kind !== 'capture' || wish.hold === undefined) continue;
    // What is not captured is let go.
    change(wish.hold.from, 0, -wish.hold.amount);
    move(wish.hold.from, wish.hold.to, wish.amount);
  }
  return wallets;
}

function movesOf(traffic: Traffic): string[] {
  return traffic.of('transfer', 'batch').flatMap((wish) => {
    const ids = traffic.idOf(wish).split(',');
    return wish.moves.map((move, at) => [move.reference, ids[at], ...walletsOf(traffic, move), move.amount].join());
  });
}

function walletsOf(
  { customers }: Traffic,
  { from, to }: { readonly from: number; readonly to: number },
): (string | undefined)[] {
  return [customers[from]?.walletId, customers[to]?.walletId];
}

/** Some of what is in one and not in the other, each as often as it is. */
function differences(wanted: readonly string[], found: readonly string[]): string[] {
  const missing = new Map<string, number>();
  for (const line of wanted) missing.set(line, (missing.get(line) ?? 0) + 1);
  for (const line of found) missing.set(line, (missing.get(line) ?? 0) - 1);
  const different = [...missing].filter(([, count]) => count !== 0);
  return different.slice(0, MAX_SHOWN).map(([line, count]) => `${count > 0 ? 'lost' : 'more than wanted'}: ${line}`);
}
