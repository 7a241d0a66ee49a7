import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { ensureAppLogin } from '../../src/platform/postgres/app-login.ts';

const MIGRATIONS = join(process.cwd(), 'prisma', 'migrations');
const APP_LOGIN = 'trivet_test_login';
const TEMPLATE_LOCK = 7_265_331;

export interface TestDatabase {
  /** As the application connects: as nobody who owns anything. */
  readonly url: string;
  /** As migrations do. */
  readonly ownerUrl: string;
  /** Drops the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/** A database of the caller's own, with every migration applied: a copy of a template that is made once per set of migrations. */
export async function createTestDatabase(server = ownerServer()): Promise<TestDatabase> {
  const name = `trivet_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await withClient(server, async (client) => {
    const template = await ensureTemplate(client, server);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: asApp(urlOf(server, name)),
    ownerUrl: urlOf(server, name),
    drop: () =>
      withClient(server, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

/** Connections of the owner of a test's database. They may still be there when it is dropped. */
export function ownerPool(connectionString: string | undefined): Pool {
  const pool = new Pool({ connectionString });
  pool.on('error', () => undefined);
  return pool;
}

/** Where tests make their databases: the server of the environment, as who may. */
export function ownerServer(): string {
  const server = process.env['DATABASE_OWNER_URL'] || process.env['DATABASE_URL'];
  if (!server) throw new Error('DATABASE_URL is not set: run the tests with `npm test`');
  return server;
}

// One login for all databases of a server, with a password that every process knows who knows the owner's.
function asApp(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.password = createHash('sha256').update(`${APP_LOGIN}:${url.password}`).digest('hex');
  url.username = APP_LOGIN;
  return url.toString();
}

async function ensureTemplate(client: Client, server: string): Promise<string> {
  const migrations = readMigrations();
  const name = `trivet_template_${createHash('sha256').update(migrations.join('\0')).digest('hex').slice(0, 16)}`;
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await makeTemplate(client, server, name, migrations);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
  return name;
}

// Made under another name and renamed when it is whole, so that an interrupted run leaves no half template behind.
async function makeTemplate(
  client: Client,
  server: string,
  name: string,
  migrations: readonly string[],
): Promise<void> {
  const draft = `${name}_${randomBytes(4).toString('hex')}`;
  await client.query(`create database ${draft}`);
  await withClient(urlOf(server, draft), async (inside) => {
    for (const sql of migrations) await inside.query(sql);
  });
  await ensureAppLogin(urlOf(server, draft), asApp(urlOf(server, draft)));
  await client.query(`alter database ${draft} rename to ${name}`);
}

function readMigrations(): string[] {
  const folders = readdirSync(MIGRATIONS)
    .sort()
    .map((folder) => join(MIGRATIONS, folder, 'migration.sql'));
  return folders.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
