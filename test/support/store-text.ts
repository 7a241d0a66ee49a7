import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { Redis as IORedis } from 'ioredis';
import { DynamoDb, TABLE_NAMES } from '../../src/platform/dynamodb/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import type { TestApp } from './test-app.ts';

/** Where something stands in a store, and the text that stands there. */
export interface KeptText {
  /** Such as `postgres treat_order`, `dynamodb sessions` or `redis rate_limit:…`. */
  readonly place: string;
  readonly text: string;
}

/** Every row, item and value that the application's stores hold, as text. */
export async function textOfStores(app: TestApp): Promise<KeptText[]> {
  return [...(await textOfPostgres(app)), ...(await textOfDynamoDb(app)), ...(await textOfRedis(app))];
}

async function textOfPostgres(app: TestApp): Promise<KeptText[]> {
  const { pool } = app.get(Postgres);
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relispartition order by 1`,
  );
  const kept: KeptText[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select to_jsonb(t)::text as text from "${name}" t`);
    kept.push(...rows.map(({ text }) => ({ place: `postgres ${name}`, text })));
  }
  return kept;
}

async function textOfDynamoDb(app: TestApp): Promise<KeptText[]> {
  const dynamoDb = app.get(DynamoDb);
  const kept: KeptText[] = [];
  for (const name of TABLE_NAMES) {
    const scan = { TableName: dynamoDb.table(name), ConsistentRead: true };
    for await (const { Items: items = [] } of paginateScan({ client: dynamoDb.document }, scan)) {
      kept.push(...items.map((item) => ({ place: `dynamodb ${name}`, text: JSON.stringify(item, bigintAsText) })));
    }
  }
  return kept;
}

async function textOfRedis({ environment }: TestApp): Promise<KeptText[]> {
  const redis = new IORedis(environment['REDIS_URL'] ?? '');
  const prefix = environment['REDIS_KEY_PREFIX'] ?? '';
  const kept: KeptText[] = [];
  for await (const keys of redis.scanStream({ match: `${prefix}*` }) as AsyncIterable<string[]>) {
    for (const key of keys) {
      const value = (await redis.type(key)) === 'string' ? await redis.get(key) : JSON.stringify(await redis.dump(key));
      kept.push({ place: `redis ${key.slice(prefix.length)}`, text: `${key} ${value ?? ''}` });
    }
  }
  redis.disconnect();
  return kept;
}

function bigintAsText(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
