import { createHash } from 'node:crypto';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import type { TestApp } from './test-app.ts';

// What a key was answered with, a refusal too, is kept on purpose; it is no effect of the request.
const KEPT_ON_PURPOSE = ['idempotency_claim', 'audit_posting', '_prisma_migrations'];
const DYNAMODB_TABLES = ['sessions', 'presence', 'venue-counts'] as const;

/** Every row of every table, as one line a table: equal before and after what must change nothing. */
export async function digestOfStores(app: TestApp): Promise<Record<string, string>> {
  return { ...(await digestOfPostgres(app)), ...(await digestOfDynamoDb(app)) };
}

/** The tables that there are in PostgreSQL. */
export async function tablesOf(app: TestApp): Promise<string[]> {
  const { rows } = await app.get(Postgres).pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relispartition order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function digestOfPostgres(app: TestApp): Promise<Record<string, string>> {
  const { pool } = app.get(Postgres);
  const tables = (await tablesOf(app)).filter((name) => !KEPT_ON_PURPOSE.includes(name));
  const parts = tables.map(
    (
      name,
    ) => `select '${name}' as name, count(*) || ' rows ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as digest
                     from "${name}" t`,
  );
  const { rows } = await pool.query<{ name: string; digest: string }>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

async function digestOfDynamoDb(app: TestApp): Promise<Record<string, string>> {
  const dynamoDb = app.get(DynamoDb);
  const digests = DYNAMODB_TABLES.map(async (name) => {
    const scan = { TableName: dynamoDb.table(name), ConsistentRead: true };
    const items: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateScan({ client: dynamoDb.document }, scan)) items.push(...Items);
    const content = items.map(canonicalJson).sort().join('\n');
    return [name, `${items.length} items ${createHash('sha256').update(content).digest('hex')}`] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}
