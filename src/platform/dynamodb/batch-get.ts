import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { refuse } from '../../shared/refusal.ts';

/** DynamoDB's own limit of one BatchGetItem. */
const BATCH_SIZE = 100;
const BATCHES_AT_ONCE = 5;
const MAX_ATTEMPTS = 5;
const RETRY_BASE_MS = 20;

export interface BatchGet {
  /** The table's name in this deployment. */
  readonly table: string;
  /** Each key once: DynamoDB refuses a batch that asks for an item twice. */
  readonly keys: readonly Record<string, unknown>[];
  /** Whether what was written a moment ago must be seen; that costs twice as much. */
  readonly consistent: boolean;
}

/** The items that exist, however many keys there are, in no order. Refuses `store_unavailable` when DynamoDB keeps leaving keys unanswered. */
export async function batchGet<T>(document: DynamoDBDocumentClient, { keys, ...from }: BatchGet): Promise<T[]> {
  const batches: BatchGet[] = [];
  for (let start = 0; start < keys.length; start += BATCH_SIZE)
    batches.push({ ...from, keys: keys.slice(start, start + BATCH_SIZE) });
  const found: T[] = [];
  for (let start = 0; start < batches.length; start += BATCHES_AT_ONCE) {
    const some = batches.slice(start, start + BATCHES_AT_ONCE);
    found.push(...(await Promise.all(some.map((batch) => getOne<T>(document, batch)))).flat());
  }
  return found;
}

// DynamoDB may answer a part of a batch; the rest is asked for again, a bounded number of times.
async function getOne<T>(document: DynamoDBDocumentClient, { table, keys, consistent }: BatchGet): Promise<T[]> {
  const found: T[] = [];
  let left = [...keys];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const RequestItems = { [table]: { Keys: left, ConsistentRead: consistent } };
    const answer = await document.send(new BatchGetCommand({ RequestItems }));
    found.push(...((answer.Responses?.[table] ?? []) as T[]));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (left.length === 0) return found;
    await new Promise((resolve) => setTimeout(resolve, RETRY_BASE_MS * 2 ** attempt * Math.random()));
  }
  throw refuse('store_unavailable');
}
