import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { asPerson, actAsNobody } from '../../src/platform/postgres/index.ts';
import { Stage } from '../support/stage.ts';
import { type Person, World } from '../support/world.ts';

const DENIED = '42501';
/** What the triggers of tables say to who would empty them. */
const FORBIDDEN = ['P0001', 'LG002'];
/** The policy that most tables have: the row is of whom a column names. What it does is seen on those that have rows here. */
const PLAIN = /^\(\w+ = \( SELECT row_security_person\(\) AS row_security_person\)\)$/;

interface Table {
  readonly name: string;
  /** What a person sees rows by. */
  readonly policy: string;
  /** Whether whoever does something adds a line to it that they do not see. */
  readonly told: boolean;
  /** Whether the application may look at it at all when it is there for a person. */
  readonly readable: boolean;
}

// Real: PostgreSQL, as the application has it, with rows of Bob in every table; Alice has nothing to do with him.
describe('rows of other people', () => {
  let world: World;
  let alice: Person;
  let bob: Person;
  let tables: Table[];
  let bobs: ReadonlyMap<string, number>;

  beforeAll(async () => {
    world = await World.open();
    [alice, bob] = [await world.person(), await world.person()];
    await rowsOf(bob);
    const { rows } = await world.owner.query<Table>(
      `select relname as name, pg_get_expr(p.polqual, c.oid) as policy,
              exists (select from pg_policy t where t.polrelid = c.oid and t.polname = 'told') as told,
              has_table_privilege('trivet_app', c.oid, 'select') as readable
         from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'of_person'
        where relnamespace = 'public'::regnamespace order by 1`,
    );
    tables = rows;
    bobs = await seenBy(bob.id);
  }, 60_000);
  afterAll(() => world.close());

  /** Something of the person's in every table, most of it as it comes about. */
  async function rowsOf(person: Person): Promise<void> {
    const stage = new Stage(world);
    const payer = { ...person, walletId: await world.wallet(person, 50_000) };
    const other = await stage.payer();
    await stage.transfer(payer, other.walletId);
    await stage.hold(payer, other.walletId);
    await stage.payment(payer, 'sandbox_dispute');
    await stage.hear();
    await stage.group(person);
    await world.prove(person);
    await stage.made('POST', '/api-keys', person, { name: 'Key', permissions: ['me:read'] });
    const bar = await stage.bar();
    const order = stage.orderOf(bar, other, person);
    const { id } = await stage.made<{ id: string }>('POST', '/orders', other, order);
    await stage.made('POST', `/orders/${id}/accept`, person);
    await stage.made('POST', `/orders/${id}/redemption`, person);
    await stage.made('POST', `/groups/${await stage.group(other)}/invitations`, other, { userId: person.id });
    await world.expectSound();
    await byHand(person.id, payer.walletId);
  }

  // What takes long to come about. By the owner of the database: whose it is counts here, not how it came about.
  async function byHand(id: string, walletId: string): Promise<void> {
    const statements: readonly (readonly [string, readonly unknown[]])[] = [
      [`insert into user_profile (user_id, sealed_details, submitted_at) values ($1, 'x', now())`, [id]],
      [
        `insert into user_change (id, user_id, field, from_value, to_value, changed_by, created_at)
        values (gen_random_uuid(), $1, 'kyc', 'pending', 'submitted', $1, now())`,
        [id],
      ],
      [
        `insert into access_change (id, change, user_id, role, created_at) values (gen_random_uuid(), 'role_granted', $1, 'customer', now())`,
        [id],
      ],
      [`insert into ended_session (session_id, user_id, ended_at) values (gen_random_uuid(), $1, now())`, [id]],
      [
        `insert into venue_staff (venue_id, user_id, role, created_at) select id, $1, 'bartender', now() from venue limit 1`,
        [id],
      ],
      [
        `insert into stripe_customer (user_id, customer_id, created_at) values ($1::uuid, 'cus_' || $1::text, now())`,
        [id],
      ],
      [
        `insert into stripe_intent (payment_id, intent_id, created_at) select id, 'pi_' || id, now() from payment where user_id = $1`,
        [id],
      ],
      [
        `insert into payment_refund (id, payment_id, amount, status, transfer_id, created_at, updated_at)
        select gen_random_uuid(), id, 1, 'succeeded', gen_random_uuid(), now(), now() from payment where user_id = $1`,
        [id],
      ],
      [
        `insert into balance_monitor (id, account_id, owner_id, metric, direction, threshold, rearm_at, state, last_value, seen_version, seen_at, created_at)
        values (gen_random_uuid(), $2, $1, 'balance', 'below', 1, 2, 'armed', 5, 0, now(), now())`,
        [id, walletId],
      ],
      [
        `insert into scheduled_transfer (id, user_id, transfer_id, from_wallet_id, to_wallet_id, amount, currency, status, scheduled_for, created_at, updated_at)
        values (gen_random_uuid(), $1, gen_random_uuid(), $2, (select id from ledger_account where id <> $2 limit 1), 1, 'INR', 'scheduled', now(), now(), now())`,
        [id, walletId],
      ],
      [
        `insert into ledger_freeze (id, account_id, amount, created_at) values (gen_random_uuid(), $1, 1, now())`,
        [walletId],
      ],
      [
        `insert into ledger_snapshot (account_id, taken_at, version, posted, hash) values ($1, now(), 1, 0, sha256(''))`,
        [walletId],
      ],
      [
        `insert into fx_quote (id, user_id, rate_id, sell_currency, buy_currency, sell_amount, buy_amount, rate, spread_basis_points, created_at, expires_at)
        values (gen_random_uuid(), $1, (select max(id) from fx_rate), 'INR', 'USD', 1, 1, '1', 0, now(), now() + interval '1 minute')`,
        [id],
      ],
    ];
    await world.owner.query(
      `insert into fx_rate (base, quote, pair, rate, spread_basis_points, set_by, created_at)
       values ('INR', 'USD', 'INR-USD', 1, 0, $1, now())`,
      [id],
    );
    for (const [text, values] of statements) await world.owner.query(text, [...values]);
    await world.owner.query(
      `insert into fx_exchange (id, user_id, quote_id, from_wallet_id, to_wallet_id, sell_transfer_id, buy_transfer_id, created_at)
       select gen_random_uuid(), $1, id, $2, $2, gen_random_uuid(), gen_random_uuid(), now() from fx_quote where user_id = $1`,
      [id, walletId],
    );
  }

  /** How many rows of each table somebody sees; undefined is nobody. */
  async function seenBy(person: string | undefined): Promise<Map<string, number>> {
    const count = async (): Promise<Map<string, number>> => {
      const parts = tables
        .filter(({ readable }) => readable)
        .map(({ name }) => `select '${name}' as name, count(*)::int as n from "${name}"`);
      const { rows } = await world.postgres.pool.query<{ name: string; n: number }>(parts.join(' union all '));
      return new Map(rows.map(({ name, n }) => [name, n]));
    };
    return person === undefined ? actAsNobody(count) : asPerson(person, count);
  }

  /** Runs a statement as Alice and takes it back. */
  async function asAlice(sql: string): Promise<number> {
    const client: PoolClient = await world.postgres.pool.connect();
    try {
      return await asPerson(alice.id, async () => {
        await client.query('begin');
        return (await client.query(sql)).rowCount ?? 0;
      });
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  it('are there to be seen in every table that belongs to people', () => {
    const empty = tables.filter(({ name, policy }) => policy !== 'false' && bobs.get(name) === 0);
    expect(empty.filter(({ policy }) => !PLAIN.test(policy))).toEqual([]);
    expect(empty.length).toBeLessThan(tables.length / 4);
  });

  it('are not seen, nor is one’s own by nobody', async () => {
    // Of Alice herself there is her own row, and nothing else.
    const [ofAlice, ofNobody] = [await seenBy(alice.id), await seenBy(undefined)];
    expect([...ofAlice].filter(([, n]) => n > 0)).toEqual([['app_user', 1]]);
    expect([...ofNobody].filter(([, n]) => n > 0)).toEqual([]);
  });

  it('of the system are seen by no person', () => {
    const ofTheSystem = tables.filter(({ policy }) => policy === 'false');
    expect(ofTheSystem.length).toBeGreaterThan(5);
    expect(ofTheSystem.filter(({ name }) => (bobs.get(name) ?? 0) !== 0)).toEqual([]);
  });

  it('cannot be changed, whatever a statement forgets', async () => {
    for (const { name } of tables) {
      const { rows } = await world.owner.query<{ column: string }>(
        `select column_name as column from information_schema.columns
          where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position limit 1`,
        [name],
      );
      const column = rows[0]?.column ?? '';
      const changed = await asAlice(`update "${name}" set "${column}" = "${column}"`).catch(
        (error: { code: string }) => error.code,
      );
      expect([DENIED, ...FORBIDDEN, name === 'app_user' ? 1 : 0]).toContain(changed);
      const removed = await asAlice(`delete from "${name}"`).catch((error: { code: string }) => error.code);
      // Her own row is referred to by what she did.
      expect([DENIED, ...FORBIDDEN, 0, ...(name === 'app_user' ? ['23503', 1] : [])]).toContain(removed);
    }
  });

  it('cannot be made in somebody else’s name', async () => {
    for (const { name } of tables.filter(({ told }) => !told)) {
      const copied = await copyOf(name);
      expect([name, copied]).toEqual([name, DENIED]);
    }
  });

  // The same row again, which Alice cannot read: it is handed to her. Row security speaks before any key or reference does.
  async function copyOf(name: string): Promise<unknown> {
    const { rows } = await world.owner.query<{ row: unknown }>(
      `select to_jsonb(t) as row from "${name}" t where position($1 in t::text) = 0 limit 1`,
      [alice.id],
    );
    const row = JSON.stringify(rows[0]?.row ?? {});
    const sql = `insert into "${name}" select * from jsonb_populate_record(null::"${name}", '${row.replaceAll("'", "''")}')`;
    return asAlice(sql).catch((error: { code: string }) => error.code);
  }

  it('are not shown by a repository that forgets whose they are', async () => {
    const { prisma } = world.postgres;
    const forgetful = () =>
      Promise.all([prisma.payment.findMany(), prisma.paymentMethod.findMany(), prisma.order.findMany()]);
    expect((await asPerson(alice.id, forgetful)).flat()).toEqual([]);
    const [payments, methods, orders] = await asPerson(bob.id, forgetful);
    expect([...payments, ...methods].map(({ userId }) => userId)).toEqual(
      Array(payments.length + methods.length).fill(bob.id),
    );
    expect(orders.map(({ recipientId }) => recipientId)).toEqual([bob.id]);
    const byKey = await asPerson(alice.id, () =>
      prisma.payment.findUnique({ where: { id: payments[0]?.id ?? randomUUID() } }),
    );
    expect(byKey).toBeNull();
  });
});
