import { Jobs } from '../../src/platform/jobs/index.ts';
import type { Person } from '../support/world.ts';
import { AuditWorld } from '../support/audit-world.ts';

/** Columns with names like these are secrets or say who somebody is. */
const SENSITIVE =
  /(^|_)(secret|sealed|wrapped|previous_key|password|token|email|phone|private|first_name|last_name)(?!_at|_by|_verified)(_|$)|_hash$/;

/** Tables with such columns that have no history, and why. */
const NO_HISTORY: Readonly<Record<string, string>> = {
  audit_event: 'hashes of the log itself',
  idempotency_claim: 'hashes of requests, for a day',
  job_run: 'a number that fences off old runs',
  sandbox_charge: 'the magic tokens of the sandbox',
  ledger_anchor: 'hashes of the books',
  ledger_chain: 'hashes of the books',
  ledger_snapshot: 'hashes of the books',
};

interface Change {
  readonly operation: string;
  readonly columns: string[];
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly database_transaction: string;
}

// Real: PostgreSQL.
describe('the history of rows', () => {
  let world: AuditWorld;
  let ada: Person;

  beforeAll(async () => {
    world = await AuditWorld.open();
    ada = await world.person();
  });
  afterAll(() => world.close());

  const sql = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    world.asOwner<Row>(text, values);
  const changesOf = (table: string, key: string): Promise<Change[]> =>
    sql('select * from row_change where table_name = $1 and row_key = $2 order by id', [table, key]);

  it('says what a row was made of, without what is secret', async () => {
    const [made] = await changesOf('app_user', ada.id);
    expect(made).toMatchObject({ operation: 'insert', before: null });
    expect(made?.after).toMatchObject({
      id: ada.id,
      roles: ['customer'],
      email: '[masked]',
      password_hash: '[masked]',
    });
    expect(JSON.stringify(made)).not.toMatch(/test\.example|"Ada"/);
  });

  it('says which columns changed, and what they were, in the transaction that the audit log names', async () => {
    await world.call('PATCH', '/me', ada, { body: { firstName: 'Augusta' } });
    const change = (await changesOf('app_user', ada.id)).at(-1);
    expect(change).toMatchObject({ operation: 'update', before: { first_name: '[masked]', version: 1 } });
    expect(change?.after).toMatchObject({ first_name: '[masked]', version: 2 });
    expect(change?.columns).toEqual(['first_name', 'version']);
    const logged = (await world.logged(`subjectId=${ada.id}`)).find(({ action }) => action === 'user.changed');
    expect(logged?.['databaseTransactionId']).toBe(change?.database_transaction);
  });

  it('sees what is changed behind the application', async () => {
    await sql(`update app_user set status = 'suspended' where id = $1`, [ada.id]);
    await sql(`update app_user set status = 'suspended' where id = $1`, [ada.id]);
    const changes = (await changesOf('app_user', ada.id)).filter(({ columns }) => columns.join() === 'status');
    expect(changes).toMatchObject([{ before: { status: 'active' }, after: { status: 'suspended' } }]);
  });

  it('says what was deleted, by the whole key', async () => {
    await sql(`insert into role (name, description, created_at, updated_at) values ('spec', 'x', now(), now())`);
    await sql(`insert into role_permission (role, permission) values ('spec', 'me:read')`);
    await sql(`delete from role_permission where role = 'spec'`);
    expect((await changesOf('role_permission', 'spec/me:read')).map(({ operation }) => operation)).toEqual([
      'insert',
      'delete',
    ]);
  });

  it('takes a table in with one line, and leaves out what is no news', async () => {
    await sql('create table spec_table (id int primary key, secret text, note text, seen_at timestamptz)');
    await sql(`select row_history_of('spec_table', 'secret', '-seen_at')`);
    await sql(`insert into spec_table values (1, 's3cret', 'a', now())`);
    await sql('update spec_table set seen_at = null');
    await sql(`update spec_table set note = 'b'`);
    expect(await changesOf('spec_table', '1')).toMatchObject([
      { operation: 'insert', after: { id: 1, secret: '[masked]', note: 'a' } },
      { operation: 'update', columns: ['note'], before: { note: 'a' }, after: { note: 'b' } },
    ]);
    await expect(sql(`select row_history_of('spec_table', 'not_there')`)).rejects.toThrow('no column');
  });

  it('masks what is secret in a key, too', async () => {
    await sql(`insert into recovery_code (user_id, code_hash) values ($1, 'h4sh')`, [ada.id]);
    expect(await changesOf('recovery_code', `${ada.id}/[masked]`)).toMatchObject([
      { after: { code_hash: '[masked]' } },
    ]);
  });

  it('forgets what was rolled back', async () => {
    const work = world.postgres.transaction(async (tx) => {
      await tx.$executeRaw`update app_user set phone = '1' where id = ${ada.id}::uuid`;
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
    const changes = (await changesOf('app_user', ada.id)).filter(({ operation }) => operation === 'update');
    expect(changes.some(({ columns }) => columns.includes('phone'))).toBe(false);
  });

  it.each([
    `update row_change set after = null`,
    'delete from row_change',
    'truncate row_change',
    'truncate row_change_default',
    `set role trivet_app; insert into row_change values (1, now(), 'x', 'x', 'insert')`,
    `set role trivet_system; select * from row_change_default`,
    `set role trivet_app; select * from audit_event`,
    `set role trivet_system; delete from audit_chain`,
  ])('is refused by the database: %s', async (statement) => {
    await expect(sql(statement)).rejects.toThrow(/history|permission denied|row-level/);
  });

  it('is written by whoever acts for a person, and read by the system', async () => {
    await world.postgres.pool.query(`update app_user set version = version + 1 where id = $1`, [ada.id]);
    const { rows } = await world.postgres.pool.query('select columns from row_change order by id desc limit 1');
    expect(rows).toEqual([{ columns: ['version'] }]);
  });

  it('has partitions made ahead, each month its own', async () => {
    const now = world.clock.now();
    await world.app.get(Jobs).runNow('make-history-partitions');
    // Three months on, whatever day it is and however long they are.
    world.clock.set(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 3, 15)));
    const run = await world.app.get(Jobs).runNow('make-history-partitions');
    expect(run).toMatchObject({ status: 'succeeded', processed: 3 });
    expect(await world.app.get(Jobs).runNow('make-history-partitions')).toMatchObject({ processed: 0 });
    const [waiting] = await sql<{ count: string }>('select count(*) from row_change_default');
    expect(waiting?.count).toBe('0');
  });

  it('covers every table with columns that are secret or say who somebody is, and masks those', async () => {
    const columns = await sql<{ table: string; column: string; arguments: string | null }>(`
      select c.relname as table, a.attname as column, encode(t.tgargs, 'escape') as arguments
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'row_history'
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition and c.relname <> 'spec_table'`);
    const sensitive = columns.filter(
      ({ table, column }) => SENSITIVE.test(column) && !Object.hasOwn(NO_HISTORY, table),
    );
    expect(sensitive.length).toBeGreaterThan(8);
    const bare = sensitive
      .filter(({ column, arguments: given }) => !given?.includes(column))
      .map(({ table, column }) => `add "select row_history_of('${table}', '${column}', ...)" to a migration`);
    expect(bare).toEqual([]);
  });
});
