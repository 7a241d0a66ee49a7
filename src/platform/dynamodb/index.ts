export { batchGet } from './batch-get.ts';
export { createTables } from './create-tables.ts';
export { type DynamoDbLocation } from './client.ts';
export { DynamoDb } from './dynamodb.ts';
export { DynamoDbModule } from './dynamodb.module.ts';
export {
  conditionHeld,
  isConditionFailure,
  isInvalid,
  isOutage,
  itemOfConditionFailure,
  transactionCancellation,
  type CancellationReason,
} from './errors.ts';
export { TABLES, TABLE_NAMES, type TableName } from './tables.ts';
