import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Client } from 'pg';
import { readMigrations, writeMigration } from './migration-files.ts';
import { withSchemaEngine, type SchemaFile } from './schema-engine.ts';

export interface MigrationSource {
  readonly databaseUrl: string;
  /** The folder of `<timestamp>_<name>/migration.sql`. */
  readonly directory: string;
  readonly schemaPath: string;
}

export interface MigrationStatus {
  /** In the folder and not yet in the database, in the order they will be applied. */
  readonly pending: readonly string[];
  /** Changed after they were applied. */
  readonly edited: readonly string[];
  /** Begun and not finished. */
  readonly failed: readonly string[];
  /** In the database and not in the folder: the database is ahead of this code. */
  readonly unknown: readonly string[];
}

const FILTERS = { externalTables: [], externalEnums: [] };
/** "trivet" in hexadecimal; a lock of our own, beside the one that the engine takes for a moment. */
const LOCK_KEY = BigInt(`0x${Buffer.from('trivet').toString('hex')}`).toString();
const LOCK_DEADLINE_MS = 5 * 60_000;
const LOCK_POLL_MS = 200;
const NAME_PATTERN = /^[a-z][a-z0-9_]{0,79}$/;

/**
 * Applies what is pending, one process at a time, and returns the names in order.
 * Refuses when an applied file was changed since, or when an earlier migration failed half-way.
 */
export function applyMigrations(source: MigrationSource): Promise<string[]> {
  const apply = async (engine: SchemaEngine): Promise<string[]> => {
    refuseTrouble(await statusFrom(engine, source.directory));
    const migrationsList = readMigrations(source.directory);
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: FILTERS });
    return appliedMigrationNames;
  };
  return withMigrationLock(source.databaseUrl, () => withSchemaEngine(source.databaseUrl, readSchema(source), apply));
}

/** How the database stands to the folder; changes nothing. */
export async function migrationStatus(source: MigrationSource): Promise<MigrationStatus> {
  return withSchemaEngine(source.databaseUrl, readSchema(source), (engine) => statusFrom(engine, source.directory));
}

/**
 * Writes the next migration: what leads from all migrations so far to the schema file. Returns its name, or undefined
 * when nothing differs. Compares against a shadow database that it creates beside the given one and drops again.
 */
export async function newMigration(source: MigrationSource, name: string, at: Date): Promise<string | undefined> {
  if (!NAME_PATTERN.test(name)) throw new Error(`A migration's name is like add_venue_photo; "${name}" is not`);
  const schema = readSchema(source);
  const sql = await withShadowDatabase(source.databaseUrl, async (databaseUrl) => {
    await applyMigrations({ ...source, databaseUrl });
    return withSchemaEngine(databaseUrl, schema, (engine) => differenceToSchema(engine, schema));
  });
  return sql === undefined ? undefined : writeMigration(source.directory, name, sql, at);
}

async function differenceToSchema(engine: SchemaEngine, schema: SchemaFile): Promise<string | undefined> {
  const { stdout, exitCode } = await engine.diff({
    from: { tag: 'schemaDatasource', files: [schema], configDir: '' },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: true,
    filters: FILTERS,
  });
  const sql = exitCode === 0 ? '' : withoutDroppedForeignKeys(stdout ?? '');
  return sql === '' ? undefined : sql;
}

/** Foreign keys are written in SQL and the schema declares no relations: the engine would drop every one of them. */
function withoutDroppedForeignKeys(sql: string): string {
  const statements = sql.split(/(?=^-- [A-Z]\w+$)/m);
  return statements.filter((statement) => !statement.startsWith('-- DropForeignKey')).join('');
}

/** Lets a migration that failed be tried again; its SQL ran in one transaction, so that nothing of it is left. */
export async function forgetFailedMigration(source: MigrationSource, migrationName: string): Promise<void> {
  await withSchemaEngine(source.databaseUrl, readSchema(source), (engine) =>
    engine.markMigrationRolledBack({ migrationName }),
  );
}

function readSchema({ schemaPath }: MigrationSource): SchemaFile {
  return { path: schemaPath, content: readFileSync(schemaPath, 'utf8') };
}

async function statusFrom(engine: SchemaEngine, directory: string): Promise<MigrationStatus> {
  const migrationsList = readMigrations(directory);
  const found = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: FILTERS,
  });
  const { history, editedMigrationNames: edited, failedMigrationNames: failed } = found;
  return {
    pending: history !== null && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : [],
    unknown: history !== null && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [],
    edited,
    failed,
  };
}

function refuseTrouble({ edited, failed }: MigrationStatus): void {
  if (edited.length > 0) {
    throw new Error(
      `Changed after it was applied: ${edited.join(', ')}. Restore the file and write a new migration instead`,
    );
  }
  if (failed.length > 0) {
    throw new Error(`Failed half-way: ${failed.join(', ')}. Mend it, then run: npm run migrate -- forget <name>`);
  }
}

/** Holds an advisory lock meanwhile. It polls: a session that waits inside the server would block CREATE INDEX CONCURRENTLY. */
async function withMigrationLock<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const end = performance.now() + LOCK_DEADLINE_MS;
    while (!(await tryLock(client))) {
      if (performance.now() > end)
        throw new Error(`Another migration has held the lock for ${LOCK_DEADLINE_MS / 1000} s`);
      await delay(LOCK_POLL_MS);
    }
    return await work();
  } finally {
    await client.end(); // the lock ends with its session
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [LOCK_KEY]);
  return rows[0]?.locked === true;
}

async function withShadowDatabase<T>(databaseUrl: string, work: (shadowUrl: string) => Promise<T>): Promise<T> {
  const name = `trivet_shadow_${randomBytes(6).toString('hex')}`;
  const shadowUrl = new URL(databaseUrl);
  shadowUrl.pathname = `/${name}`;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
    return await work(shadowUrl.href);
  } finally {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.end();
  }
}
