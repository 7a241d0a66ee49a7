import { createTables } from './platform/dynamodb/create-tables.ts';
import { ensureAppLogin } from './platform/postgres/app-login.ts';
import { applyMigrations } from './platform/postgres/migrator.ts';

/**
 * The deployment's first step, run once before new code starts: applies the migrations under `prisma/` as the owner of the database
 * (DATABASE_OWNER_URL), makes the login that DATABASE_URL names where it is missing, then creates the DynamoDB tables that are missing (TABLES=off where Terraform owns them). Running it twice, or two at once, is harmless.
 */
async function main(): Promise<void> {
  const { DATABASE_URL, DATABASE_OWNER_URL, DYNAMODB_ENDPOINT, AWS_REGION, DYNAMODB_TABLE_PREFIX, TABLES } =
    process.env;
  const databaseUrl = DATABASE_OWNER_URL || DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_OWNER_URL is not set');
  const applied = await applyMigrations({
    databaseUrl,
    directory: 'prisma/migrations',
    schemaPath: 'prisma/schema.prisma',
  });
  if (DATABASE_URL) await ensureAppLogin(databaseUrl, DATABASE_URL);
  say(applied.length === 0 ? 'PostgreSQL: nothing to apply' : `PostgreSQL: applied ${applied.join(', ')}`);
  if (TABLES === 'off') return;
  await createTables({
    endpoint: DYNAMODB_ENDPOINT || undefined,
    region: AWS_REGION || 'us-east-1',
    tablePrefix: DYNAMODB_TABLE_PREFIX ?? 'trivet-',
  });
  say('DynamoDB: every table is there');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
