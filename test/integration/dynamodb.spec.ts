import { randomUUID } from 'node:crypto';
import { DescribeTableCommand, DescribeTimeToLiveCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { loadConfig } from '../../src/platform/config/index.ts';
import {
  createTables,
  DynamoDb,
  isConditionFailure,
  itemOfConditionFailure,
  TABLE_NAMES,
  TABLES,
  transactionCancellation,
} from '../../src/platform/dynamodb/index.ts';
import { createClient } from '../../src/platform/dynamodb/client.ts';
import { openStores, type Stores } from './platform-app.ts';

describe('DynamoDB', () => {
  let stores: Stores;
  let dynamodb: DynamoDb;

  beforeAll(async () => {
    stores = await openStores();
    dynamodb = new DynamoDb(loadConfig(stores.environment));
  });
  afterAll(async () => {
    dynamodb.onApplicationShutdown();
    await stores.drop();
  });

  const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      await work;
    } catch (error) {
      return error;
    }
    throw new Error('it was expected to fail');
  };
  const count = (venueId: string, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' | 'NONE' = 'ALL_OLD'): PutCommand =>
    new PutCommand({
      TableName: dynamodb.table('venue-counts'),
      Item: { venueId, present: 1 },
      ConditionExpression: 'attribute_not_exists(venueId)',
      ReturnValuesOnConditionCheckFailure,
    });

  it.each(TABLE_NAMES)('has the table %s as it is declared', async (name) => {
    const TableName = dynamodb.table(name);
    const { Table } = await dynamodb.document.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await dynamodb.document.send(new DescribeTimeToLiveCommand({ TableName }));
    const declared = TABLES[name];
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(
      [declared.hashKey, declared.rangeKey].flatMap((key) => key?.name ?? []),
    );
    expect((Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName).sort()).toEqual(
      (declared.globalIndexes ?? []).map((index) => index.name).sort(),
    );
    expect(Table?.StreamSpecification?.StreamViewType).toBe(declared.stream);
    expect(TimeToLiveDescription?.AttributeName).toBe(declared.ttlAttribute);
  });

  it('creates missing tables once, however many processes do it at once', async () => {
    const location = { ...loadConfig(stores.environment).dynamodb, tablePrefix: `r${randomUUID()}-` };
    await Promise.all([createTables(location), createTables(location), createTables(location)]);
    await createTables(location);
    const client = createClient(location);
    for (const name of TABLE_NAMES) {
      await client.send(new DeleteTableCommand({ TableName: `${location.tablePrefix}${name}` }));
    }
    client.destroy();
  });

  it('tells a refused condition from other errors, and what the item was', async () => {
    const venueId = randomUUID();
    await dynamodb.document.send(count(venueId));
    const refused = await failureOf(dynamodb.document.send(count(venueId)));
    expect(isConditionFailure(refused)).toBe(true);
    expect(itemOfConditionFailure(refused)).toEqual({ venueId, present: 1 });
    expect(itemOfConditionFailure(await failureOf(dynamodb.document.send(count(venueId, 'NONE'))))).toBeUndefined();
    expect(isConditionFailure(new Error('another'))).toBe(false);
    expect(itemOfConditionFailure(new Error('another'))).toBeUndefined();
  });

  it('says which action of a transaction was refused, and what the item was', async () => {
    const [taken, free] = [randomUUID(), randomUUID()];
    await dynamodb.document.send(count(taken));
    const both = new TransactWriteCommand({ TransactItems: [{ Put: count(free).input }, { Put: count(taken).input }] });
    const reasons = transactionCancellation(await failureOf(dynamodb.document.send(both)));
    expect(reasons?.map(({ code }) => code)).toEqual(['None', 'ConditionalCheckFailed']);
    expect(reasons?.[1]?.item).toEqual({ venueId: taken, present: 1 });
    expect(transactionCancellation(new Error('another'))).toBeUndefined();
    const { Item } = await dynamodb.document.send(
      new GetCommand({ TableName: dynamodb.table('venue-counts'), Key: { venueId: free } }),
    );
    expect(Item).toBeUndefined();
  });

  it.each([0n, 1n, 2n ** 53n - 1n, 2n ** 53n + 1n, -(2n ** 62n)])('keeps the whole number %s', async (whole) => {
    const Key = { venueId: randomUUID() };
    const TableName = dynamodb.table('venue-counts');
    await dynamodb.document.send(
      new UpdateCommand({
        ...{ TableName, Key, UpdateExpression: 'SET present = :whole, gone = :nothing' },
        ExpressionAttributeValues: { ':whole': whole, ':nothing': null },
      }),
    );
    const { Item } = await dynamodb.document.send(new GetCommand({ TableName, Key }));
    expect(BigInt(Item?.['present'] as bigint | number)).toBe(whole);
  });

  it('gives up on a server that is not there within a bounded time', async () => {
    const environment = { ...stores.environment, DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' };
    const nowhere = new DynamoDb(loadConfig(environment));
    const startedAt = performance.now();
    await failureOf(nowhere.document.send(count(randomUUID())));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    nowhere.onApplicationShutdown();
  });
});
