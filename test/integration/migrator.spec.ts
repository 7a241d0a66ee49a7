import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  applyMigrations,
  forgetFailedMigration,
  migrationStatus,
  newMigration,
  type MigrationSource,
} from '../../src/platform/postgres/migrator.ts';
import { ownerServer } from '../support/test-database.ts';

// Real: PostgreSQL, the schema engine. A database of its own for each test.

const FIRST = '20260101000000_first';
const SECOND = '20260102000000_second';
const SETTLED = { pending: [], edited: [], failed: [], unknown: [] };
const serverUrl = ownerServer();

let folder: string;
let source: MigrationSource;

async function query<T extends object>(databaseUrl: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

function writeMigration(name: string, sql: string): void {
  mkdirSync(join(source.directory, name), { recursive: true });
  writeFileSync(join(source.directory, name, 'migration.sql'), sql);
}

function writeSchema(...models: string[]): void {
  writeFileSync(source.schemaPath, ['datasource db {\n  provider = "postgresql"\n}\n', ...models].join('\n'));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trivet migrations '));
  const database = `migrator_${randomBytes(6).toString('hex')}`;
  await query(serverUrl, `create database ${database}`);
  const databaseUrl = new URL(serverUrl);
  databaseUrl.pathname = `/${database}`;
  source = {
    databaseUrl: databaseUrl.href,
    directory: join(folder, 'migrations'),
    schemaPath: join(folder, 'schema.prisma'),
  };
  writeSchema();
});

afterEach(async () => {
  await query(serverUrl, `drop database ${new URL(source.databaseUrl).pathname.slice(1)} with (force)`);
  rmSync(folder, { recursive: true });
});

it('applies what is pending, in order, once', async () => {
  writeMigration(SECOND, 'alter table cup add column size int;');
  writeMigration(FIRST, 'create table cup (id int primary key);');
  expect((await migrationStatus(source)).pending).toEqual([FIRST, SECOND]);
  expect(await applyMigrations(source)).toEqual([FIRST, SECOND]);
  expect(await applyMigrations(source)).toEqual([]);
  expect(await migrationStatus(source)).toEqual(SETTLED);
});

it('records each migration where prisma migrate deploy would look for it', async () => {
  writeMigration(FIRST, 'create table cup (id int primary key);');
  await applyMigrations(source);
  const sql =
    'select migration_name, finished_at is not null as finished, length(checksum) as digits from _prisma_migrations';
  expect(await query(source.databaseUrl, sql)).toEqual([{ migration_name: FIRST, finished: true, digits: 64 }]);
});

it('lets two containers that migrate at once apply each migration once', async () => {
  writeMigration(FIRST, 'create table cup (id int primary key); select pg_sleep(0.2);');
  const applied = await Promise.all([applyMigrations(source), applyMigrations(source), applyMigrations(source)]);
  expect(applied.flat()).toEqual([FIRST]);
});

it('sends a script whole, so that a function may hold semicolons', async () => {
  const body = "declare word text := 'a;b'; begin return word; end;";
  writeMigration(
    FIRST,
    `create function said() returns text language plpgsql as $$ ${body} $$; create table cup (id int);`,
  );
  await applyMigrations(source);
  expect(await query(source.databaseUrl, 'select said()')).toEqual([{ said: 'a;b' }]);
});

it('refuses when a file was changed after it was applied', async () => {
  writeMigration(FIRST, 'create table cup (id int primary key);');
  await applyMigrations(source);
  writeMigration(FIRST, 'create table cup (id bigint primary key);');
  writeMigration(SECOND, 'create table saucer (id int);');
  expect((await migrationStatus(source)).edited).toEqual([FIRST]);
  await expect(applyMigrations(source)).rejects.toThrow(`Changed after it was applied: ${FIRST}`);
  expect(await query(source.databaseUrl, "select to_regclass('saucer') as found")).toEqual([{ found: null }]);
});

it('leaves nothing of a migration that fails, and tries it again only once it is told to', async () => {
  writeMigration(FIRST, 'create table cup (id int); select 1 / 0;');
  await expect(applyMigrations(source)).rejects.toThrow(`Migration ${FIRST}`);
  expect(await query(source.databaseUrl, "select to_regclass('cup') as found")).toEqual([{ found: null }]);
  await expect(applyMigrations(source)).rejects.toThrow(`Failed half-way: ${FIRST}`);
  writeMigration(FIRST, 'create table cup (id int);');
  await forgetFailedMigration(source, FIRST);
  expect(await applyMigrations(source)).toEqual([FIRST]);
});

it('names migrations that the database has and the folder has not', async () => {
  writeMigration(FIRST, 'create table cup (id int);');
  writeMigration(SECOND, 'create table saucer (id int);');
  await applyMigrations(source);
  rmSync(join(source.directory, SECOND), { recursive: true });
  expect((await migrationStatus(source)).unknown).toEqual([SECOND]);
});

it('writes the next migration from the schema, and none when nothing differs', async () => {
  writeMigration(FIRST, "create table cup (id int primary key, kind text not null check (kind in ('tea', 'coffee')));");
  writeSchema('model cup {\n  id Int @id\n  kind String\n  colour String?\n}');
  const at = new Date('2026-03-04T05:06:07.890Z');
  const written = await newMigration(source, 'add_colour', at);
  expect(written).toBe('20260304050607_add_colour');
  const sql = readFileSync(join(source.directory, written ?? '', 'migration.sql'), 'utf8');
  expect(sql.trim()).toBe('-- AlterTable\nALTER TABLE "cup" ADD COLUMN     "colour" TEXT;');
  expect(await newMigration(source, 'again', at)).toBeUndefined();
});

it('keeps the foreign keys that only SQL knows', async () => {
  const tables =
    'create table cup (id int primary key); create table sip (id int primary key, cup_id int not null references cup);';
  writeMigration(FIRST, tables);
  writeSchema('model cup {\n  id Int @id\n}', 'model sip {\n  id Int @id\n  cup_id Int\n}');
  expect(await newMigration(source, 'nothing', new Date())).toBeUndefined();
});

it('drops the shadow database, even after a migration that fails in it', async () => {
  writeMigration(FIRST, 'select 1 / 0;');
  await expect(newMigration(source, 'anything', new Date())).rejects.toThrow(FIRST);
  expect(await query(serverUrl, "select datname from pg_database where datname like 'trivet_shadow_%'")).toEqual([]);
});

it('refuses a name that would not be a folder of the usual form', async () => {
  await expect(newMigration(source, '../escape', new Date())).rejects.toThrow('"../escape" is not');
});
