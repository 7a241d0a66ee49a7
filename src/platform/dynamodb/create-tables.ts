import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { createClient, type DynamoDbLocation } from './client.ts';
import { createTableInput, indexUpdateInput } from './table-inputs.ts';
import { TABLES, TABLE_NAMES, type TableDeclaration } from './tables.ts';

const ACTIVE_DEADLINE_MS = 120_000;
const POLL_MS = 100;

/**
 * Creates the tables and indexes that are missing, and waits until all are ACTIVE. Safe to run again and to run twice at
 * once. Never deletes and never changes a key.
 */
export async function createTables(location: DynamoDbLocation): Promise<void> {
  const client = createClient(location);
  try {
    await Promise.all(
      TABLE_NAMES.map((name) => ensureTable(client, `${location.tablePrefix}${name}`, TABLES[name], location)),
    );
  } finally {
    client.destroy();
  }
}

async function ensureTable(
  client: DynamoDBClient,
  tableName: string,
  table: TableDeclaration,
  location: DynamoDbLocation,
): Promise<void> {
  if ((await describe(client, tableName)) === undefined) {
    await unless(isInUse, client.send(new CreateTableCommand(createTableInput(tableName, table))));
  }
  await ensureIndexes(client, tableName, table);
  await ensureTimeToLive(client, tableName, table);
  // The emulator has no backups.
  if (table.pointInTimeRecovery && location.endpoint === undefined) {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await client.send(new UpdateContinuousBackupsCommand({ TableName: tableName, PointInTimeRecoverySpecification }));
  }
}

// DynamoDB builds one index at a time, so each must be active before the next is asked for.
async function ensureIndexes(client: DynamoDBClient, tableName: string, table: TableDeclaration): Promise<void> {
  for (const index of table.globalIndexes ?? []) {
    const existing = await waitUntilActive(client, tableName);
    if (existing.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === index.name)) continue;
    await unless(isInUse, client.send(new UpdateTableCommand(indexUpdateInput(tableName, index))));
  }
  await waitUntilActive(client, tableName);
}

async function ensureTimeToLive(client: DynamoDBClient, tableName: string, table: TableDeclaration): Promise<void> {
  if (table.ttlAttribute === undefined) return;
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL')) return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: table.ttlAttribute };
  const update = client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }));
  await unless(isEnabledAlready, update);
}

async function waitUntilActive(client: DynamoDBClient, tableName: string): Promise<TableDescription> {
  const deadline = Date.now() + ACTIVE_DEADLINE_MS;
  while (Date.now() < deadline) {
    const table = await describe(client, tableName);
    const indexes = table?.GlobalSecondaryIndexes ?? [];
    if (table?.TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return table;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`DynamoDB table ${tableName} was not active after ${ACTIVE_DEADLINE_MS} ms`);
}

async function describe(client: DynamoDBClient, tableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: tableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function unless(expected: (error: unknown) => boolean, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!expected(error)) throw error;
  }
}

// Somebody else is creating the same table or index at this moment.
function isInUse(error: unknown): boolean {
  return error instanceof ResourceInUseException || (error instanceof Error && /already exists/i.test(error.message));
}

function isEnabledAlready(error: unknown): boolean {
  return error instanceof Error && /already enabled|being modified/i.test(error.message);
}
