import { readFileSync } from 'node:fs';
import { Client, escapeIdentifier } from 'pg';
import { Child } from './children.ts';

export type Environment = Readonly<Record<string, string>>;

/** The names of the databases beside the one that is prepared once, with people, funds and pgbench's tables. */
export const DATABASES = { empty: 'bench_empty', loaded: 'bench_loaded' } as const;

const MUST_BE_ON = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;
const SHOWN = [
  ...MUST_BE_ON,
  'wal_sync_method',
  'shared_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'max_connections',
];

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What the server says of itself. Refuses one that could lose what it has said it keeps: it would be another race. */
export function settingsOf(url: string): Promise<Record<string, string>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; value: string }>(
      `select name, current_setting(name) as value from pg_settings where name = any($1)
       union all select 'server_version', current_setting('server_version')
       union all select 'data_directory', current_setting('data_directory')`,
      [SHOWN],
    );
    const settings = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    const off = MUST_BE_ON.filter((name) => settings[name] !== 'on');
    if (off.length > 0)
      throw new Error(`PostgreSQL runs with ${off.join(', ')} off: nothing here would be worth measuring`);
    return settings;
  });
}

/** Puts people, funded wallets and pgbench's tables into the database that the others are copied from. */
export async function prepareTemplate(environment: Environment): Promise<void> {
  const prepared = await Child.start('prepare.ts', { env: environment });
  await prepared.stop();
  await withClient(environment.DATABASE_OWNER_URL ?? '', async (client) => {
    await client.query(readFileSync('bench/pgbench/setup.sql', 'utf8'));
    await client.query('vacuum analyze');
  });
}

/** A fresh copy of the prepared database under this name. Returns the environment that names it. */
export async function copyDatabase(environment: Environment, name: string): Promise<Environment> {
  const url = new URL(environment.DATABASE_OWNER_URL ?? '');
  const template = url.pathname.slice(1);
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  await withClient(maintenance.href, async (client) => {
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    await client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`);
  });
  const named = (of: string): string => Object.assign(new URL(of), { pathname: `/${name}` }).href;
  return { ...environment, DATABASE_URL: named(environment.DATABASE_URL ?? ''), DATABASE_OWNER_URL: named(url.href) };
}

/** Entries that the hash chain covers, and those that wait for it. */
export async function sealing(client: Client): Promise<{ readonly sealed: number; readonly waiting: number }> {
  const { rows } = await client.query<{ sealed: number; waiting: number }>(`
    select coalesce(sum(c.version), 0)::float8 as sealed, sum(a.version - coalesce(c.version, 0))::float8 as waiting
      from ledger_account a left join ledger_chain c on c.account_id = a.id`);
  return rows[0] ?? { sealed: 0, waiting: 0 };
}

/** Bytes that a transfer takes, its entries and all indexes included, and whatever else the ledger keeps of it. */
export function bytesPerTransfer(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ bytes: number }>(`
      select sum(pg_total_relation_size(oid))::float8 / (select count(*) from ledger_transfer) as bytes
        from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname ~ '^ledger_(transfer|entry)'`);
    return rows[0]?.bytes ?? 0;
  });
}
