import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { applyMigrations } from '../../src/platform/postgres/migrator.ts';

const MIGRATIONS = 'prisma/migrations';
const SCHEMA = 'prisma/schema.prisma';
const TEMPLATE_PREFIX = 'trivet_template_';
const TEMPLATE_LOCK = 7_215_304;
const HASH_LENGTH = 16;

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty, migrated database of its own, copied from a template that is made once for each state of the migrations. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const template = `${TEMPLATE_PREFIX}${migrationsHash()}`;
  const name = `trivet_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await withClient(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await ensureTemplate(client, serverUrl, template);
    await client.query(`create database ${name} template ${template}`);
  });
  const drop = (): Promise<void> =>
    withClient(serverUrl, async (client) => void (await client.query(`drop database if exists ${name} with (force)`)));
  return { url: databaseUrl(serverUrl, name), drop };
}

async function ensureTemplate(client: Client, serverUrl: string, template: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template]);
  if (rowCount === 1) return;
  // Under another name until it is whole, so that an interrupted run leaves no half template behind.
  const unfinished = `${template}_unfinished`;
  await client.query(`drop database if exists ${unfinished} with (force)`);
  await client.query(`create database ${unfinished}`);
  await applyMigrations({ databaseUrl: databaseUrl(serverUrl, unfinished), directory: MIGRATIONS, schemaPath: SCHEMA });
  await client.query(`alter database ${unfinished} rename to ${template}`);
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(MIGRATIONS, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) hash.update(entry.name).update(readFileSync(join(MIGRATIONS, entry.name, 'migration.sql')));
  }
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

async function withClient(connectionString: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end(); // the advisory lock ends with its session
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
