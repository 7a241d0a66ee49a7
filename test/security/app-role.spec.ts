import { Client, type Pool } from 'pg';
import { loadConfig } from '../../src/platform/config/index.ts';
import { ensureAppLogin } from '../../src/platform/postgres/app-login.ts';
import { actAsNobody, Postgres } from '../../src/platform/postgres/index.ts';
import { createTestDatabase, ownerPool, type TestDatabase } from '../support/test-database.ts';
import { testEnvironment } from '../support/test-environment.ts';

const DENIED = '42501';

/** What somebody would try who runs SQL of their own over the application's connection. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  'make a table': 'create table mine (id int)',
  'make a function': 'create function mine() returns int language sql as $$ select 1 $$',
  'change a table': 'alter table payment add column mine int',
  'switch a trigger off': 'alter table ledger_entry disable trigger ledger_entry_append_only',
  'switch all triggers off': `set session_replication_role = 'replica'`,
  'switch row security off': 'alter table payment disable row level security',
  'take a policy away': 'drop policy of_person on payment',
  'make a policy': 'create policy mine on payment using (true)',
  'empty a table': 'truncate payment',
  'drop a table': 'drop table payment_event',
  'become the owner': 'set role trivet',
  'become a superuser': 'set role postgres',
  'give themselves more': 'grant trivet to trivet_app',
  'bypass row security': 'alter role trivet_app bypassrls',
  'write an entry': `insert into ledger_entry select * from ledger_entry`,
  'change a transfer': 'update ledger_transfer set amount = amount + 1',
  'take a transfer away': 'delete from ledger_transfer',
  'change a balance': 'update ledger_account set posted = posted + 1',
  'open an account by hand': 'insert into ledger_account select * from ledger_account',
  'change a hold': `update ledger_hold set status = 'voided'`,
  'change the chain': 'update ledger_chain set version = 0',
  'let a posting through': `insert into ledger_posting_template values ('transfer', 'wallet', 'platform-fee')`,
  'rewrite who changed access': 'delete from access_change',
  'rewrite what became of people': `update user_change set reason = 'x'`,
  'rewrite what became of a payment': 'delete from payment_event',
  'rewrite rates': 'update fx_rate set rate = 1',
  'read a partition past its parent': 'select * from ledger_entry_default',
  'read passwords of the server': 'select rolpassword from pg_authid',
  'read a file of the server': `select pg_read_file('/etc/passwd')`,
  'run a program': `copy (select 1) to program 'true'`,
};

// Real: PostgreSQL, and the login that the application connects with.
describe('the login of the application', () => {
  let database: TestDatabase;
  let owner: Pool;
  let login: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = ownerPool(database.ownerUrl);
    login = new Client({ connectionString: database.url });
    await login.connect();
  });

  afterAll(async () => {
    await login?.end();
    await owner?.end();
    await database?.drop();
  });

  it('is no superuser, bypasses nothing, makes nothing, and inherits nothing', async () => {
    const { rows } = await login.query<object>(
      'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit from pg_roles where rolname = session_user',
    );
    const no = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
    expect(rows).toEqual([{ ...no, rolreplication: false, rolinherit: false }]);
    await expect(login.query('select from payment')).rejects.toMatchObject({ code: DENIED });
  });

  describe.each(['trivet_app', 'trivet_system'])('as %s', (role) => {
    it.each(Object.entries(ATTEMPTS))('cannot %s', async (_what, sql) => {
      await login.query(`set role ${role}`);
      await expect(login.query(sql)).rejects.toMatchObject({ code: DENIED });
    });
  });

  it('is made once, with the password of its URL, and is a member of nothing else', async () => {
    const url = new URL(database.url);
    [url.username, url.password] = [`trivet_spec_${process.pid}`, `it's "quoted"`];
    try {
      await ensureAppLogin(database.ownerUrl, url.toString());
      await Promise.all([1, 2].map(() => ensureAppLogin(database.ownerUrl, url.toString())));
      const client = new Client({ connectionString: url.toString() });
      await client.connect();
      const { rows } = await client.query<{ role: string }>(
        `select r.rolname as role from pg_auth_members m join pg_roles r on r.oid = m.roleid
          where m.member = session_user::regrole order by 1`,
      );
      await client.end();
      expect(rows).toEqual([{ role: 'trivet_app' }, { role: 'trivet_system' }]);
      url.password = 'another';
      await expect(new Client({ connectionString: url.toString() }).connect()).rejects.toMatchObject({ code: '28P01' });
    } finally {
      await owner.query(`drop role if exists ${url.username}`);
    }
  });

  it('is what production wants: it uses no connection of the owner', async () => {
    const connect = async (url: string): Promise<unknown> => {
      const config = { ...loadConfig(testEnvironment({ DATABASE_URL: url })), production: true };
      const postgres = new Postgres(config);
      try {
        return (await actAsNobody(() => postgres.pool.query('select current_user as role'))).rows;
      } finally {
        await postgres.onApplicationShutdown();
      }
    };
    expect(await connect(database.url)).toEqual([{ role: 'trivet_app' }]);
    await expect(connect(database.ownerUrl)).rejects.toThrow('production refuses');
  });
});
