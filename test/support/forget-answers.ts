import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import type { TestApp } from './test-app.ts';

/** Loses every answer that was kept, as a process does that dies between an effect and its answer, after the lease has run out. */
export async function forgetAnswers(app: TestApp): Promise<void> {
  const dynamoDb = app.get(DynamoDb);
  const TableName = dynamoDb.table('idempotency');
  const { Items: items = [] } = await dynamoDb.document.send(new ScanCommand({ TableName, ConsistentRead: true }));
  for (const { scope } of items as { scope: string }[]) {
    await dynamoDb.document.send(new DeleteCommand({ TableName, Key: { scope } }));
  }
}
