import { join } from 'node:path';
import { createTables } from '../src/platform/dynamodb/create-tables.ts';
import { ensureAppLogin } from '../src/platform/postgres/app-login.ts';
import { applyMigrations } from '../src/platform/postgres/migrator.ts';
import type { AppEnvironment } from './local-stack/environment.ts';
import type { Stack } from './local-stack/index.ts';
import { readJsonFile, writeJsonFile } from './local-stack/json-file.ts';
import { mustRun } from './local-stack/run.ts';
import type { Progress } from './local-stack/progress.ts';

const SEED_DEADLINE_MS = 5 * 60_000;

export const MIGRATIONS = { directory: 'prisma/migrations', schemaPath: 'prisma/schema.prisma' } as const;

/** Brings both databases to the shape this code expects. */
export async function prepareDatabases(environment: AppEnvironment, progress: Progress): Promise<void> {
  const { DATABASE_URL: appUrl = '', DATABASE_OWNER_URL: databaseUrl = appUrl } = environment;
  await progress.step('Migrating PostgreSQL', async () => {
    await applyMigrations({ databaseUrl, ...MIGRATIONS });
    await ensureAppLogin(databaseUrl, appUrl);
  });
  await progress.step('Creating the DynamoDB tables', () => createTables(dynamoDbLocation(environment)));
}

export function dynamoDbLocation(environment: AppEnvironment): Parameters<typeof createTables>[0] {
  return {
    endpoint: environment.DYNAMODB_ENDPOINT || undefined,
    region: environment.AWS_REGION ?? 'us-east-1',
    tablePrefix: environment.DYNAMODB_TABLE_PREFIX ?? 'trivet-',
  };
}

/** Puts the demo's people, venues and money there, once: the seed script does nothing where they are already. */
export async function seedDemo({ stateDir, environment }: Stack, progress: Progress): Promise<void> {
  const env = { ...process.env, ...environment };
  const said = await progress.step('Seeding the demo where it is not there yet', () =>
    mustRun(process.execPath, ['scripts/seed.ts'], { env, deadlineMs: SEED_DEADLINE_MS }),
  );
  writeJsonFile(seedFile(stateDir), { said: said.trim() });
}

/** What the seed last said, which is who may log in; empty where it never ran. */
export function lastSeed(stateDir: string): string {
  return readJsonFile<{ said: string }>(seedFile(stateDir))?.said ?? '';
}

function seedFile(stateDir: string): string {
  return join(stateDir, 'seed.json');
}
