import { randomBytes } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { Redis } from 'ioredis';
import { createTables } from '../../src/platform/dynamodb/index.ts';
import { createTestDatabase } from './test-database.ts';

const REGION = 'us-east-1';
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const SCAN_COUNT = 1_000;

export interface TestStores {
  /** What the application needs in its environment to use these stores and no others. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** A database, DynamoDB tables and a Redis prefix that nobody else has. The servers are those of the environment, unless told. */
export async function createTestStores(postgresServer?: string): Promise<TestStores> {
  const endpoint = required('DYNAMODB_ENDPOINT');
  const redisUrl = process.env['REDIS_URL'] ?? '';
  const tablePrefix = `t${randomBytes(5).toString('hex')}-`;
  const keyPrefix = `${tablePrefix}redis:`;
  const [database] = await Promise.all([
    createTestDatabase(postgresServer),
    createTables({ endpoint, region: REGION, tablePrefix }),
  ]);
  return {
    environment: {
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      DYNAMODB_ENDPOINT: endpoint,
      DYNAMODB_TABLE_PREFIX: tablePrefix,
      AWS_REGION: REGION,
      REDIS_URL: redisUrl,
      REDIS_KEY_PREFIX: keyPrefix,
    },
    drop: async () => {
      await Promise.all([database.drop(), dropTables(endpoint, tablePrefix), dropKeys(redisUrl, keyPrefix)]);
    },
  };
}

async function dropTables(endpoint: string, prefix: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  const { TableNames = [] } = await client.send(new ListTablesCommand({ ExclusiveStartTableName: prefix }));
  const ours = TableNames.filter((name) => name.startsWith(prefix));
  await Promise.all(ours.map((TableName) => client.send(new DeleteTableCommand({ TableName }))));
  client.destroy();
}

async function dropKeys(url: string, prefix: string): Promise<void> {
  if (url === '') return;
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: SCAN_COUNT }) as AsyncIterable<string[]>) {
    if (keys.length > 0) await redis.unlink(...keys);
  }
  redis.disconnect();
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: tests need the stores; \`npm test\` brings them up`);
  return value;
}
