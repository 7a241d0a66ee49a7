import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

const LOCK_FILE = 'migration_lock.toml';
const LOCK_CONTENT = 'provider = "postgresql"\n';
const SQL_FILE = 'migration.sql';

/** The migrations of a folder, oldest first, in the form the schema engine takes. */
export function readMigrations(directory: string): MigrationList {
  const names = existsSync(directory)
    ? readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  return {
    baseDir: resolve(directory),
    lockfile: { path: LOCK_FILE, content: LOCK_CONTENT },
    shadowDbInitScript: '',
    migrationDirectories: names.map((entry) => readMigration(directory, entry.name)).sort(byPath),
  };
}

/** Writes `<timestamp>_<name>/migration.sql` and returns the folder's name. */
export function writeMigration(directory: string, name: string, sql: string, at: Date): string {
  const stamp = at.toISOString().replace(/\D/g, '').slice(0, 'yyyymmddhhmmss'.length);
  const folder = `${stamp}_${name}`;
  mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, folder, SQL_FILE), sql);
  const lockFile = join(directory, LOCK_FILE);
  if (!existsSync(lockFile)) writeFileSync(lockFile, LOCK_CONTENT);
  return folder;
}

function readMigration(directory: string, name: string): MigrationDirectory {
  const file = join(directory, name, SQL_FILE);
  if (!existsSync(file)) throw new Error(`${file} is missing: a migration without its SQL cannot be applied`);
  return { path: name, migrationFile: { path: SQL_FILE, content: { tag: 'ok', value: readFileSync(file, 'utf8') } } };
}

function byPath(left: MigrationDirectory, right: MigrationDirectory): number {
  return left.path < right.path ? -1 : 1;
}
