import { Injectable } from '@nestjs/common';
import { BatchGetCommand, ScanCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../platform/dynamodb/index.ts';
import { refuse } from '../../shared/refusal.ts';

/** DynamoDB's own limit of one BatchGetItem. */
const BATCH_SIZE = 100;
const MAX_BATCH_ATTEMPTS = 5;
const RETRY_BASE_MS = 20;
const SCAN_PAGE_SIZE = 200;
const MAX_SCAN_PAGES = 1_000;

export interface VenueCount {
  readonly venueId: string;
  readonly count: number;
  readonly updatedAt: Date;
}

export type CountChange = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

interface CountItem {
  readonly venueId: string;
  readonly count: number;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

type Keys = readonly Record<string, unknown>[];

@Injectable()
export class VenueCountsRepository {
  constructor(private readonly dynamo: DynamoDb) {}

  async findMany(venueIds: readonly string[]): Promise<Map<string, VenueCount>> {
    const ids = [...new Set(venueIds)];
    const found = new Map<string, VenueCount>();
    for (let start = 0; start < ids.length; start += BATCH_SIZE) {
      const batch = await this.findBatch(ids.slice(start, start + BATCH_SIZE));
      for (const item of batch) found.set(item.venueId, { ...item, updatedAt: new Date(item.updatedAt) });
    }
    return found;
  }

  async *occupied(): AsyncGenerator<readonly string[]> {
    let start: Record<string, unknown> | undefined;
    for (let page = 0; page < MAX_SCAN_PAGES; page += 1) {
      const { Items = [], LastEvaluatedKey } = await this.dynamo.document.send(
        new ScanCommand({
          TableName: this.table,
          Limit: SCAN_PAGE_SIZE,
          ExclusiveStartKey: start,
          FilterExpression: '#count > :nobody',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':nobody': 0 },
        }),
      );
      yield (Items as CountItem[]).map(({ venueId }) => venueId);
      if (LastEvaluatedKey === undefined) return;
      start = LastEvaluatedKey;
    }
  }

  transactItem(venueId: string, delta: number, at: Date): CountChange {
    const names = { '#count': 'count', '#updatedAt': 'updatedAt' };
    const values = { ':delta': delta, ':at': at.getTime() };
    const change = {
      TableName: this.table,
      Key: { venueId },
      UpdateExpression: 'SET #updatedAt = :at ADD #count :delta',
      ExpressionAttributeNames: names,
    };
    if (delta >= 0) return { Update: { ...change, ExpressionAttributeValues: values } };
    const bounded = { ...values, ':least': -delta };
    return { Update: { ...change, ConditionExpression: '#count >= :least', ExpressionAttributeValues: bounded } };
  }

  // DynamoDB may answer a part of a batch; the rest is asked for again, a bounded number of times.
  private async findBatch(venueIds: readonly string[]): Promise<CountItem[]> {
    const found: CountItem[] = [];
    let keys: Keys = venueIds.map((venueId) => ({ venueId }));
    for (let attempt = 1; attempt <= MAX_BATCH_ATTEMPTS; attempt += 1) {
      const request = { [this.table]: { Keys: [...keys], ConsistentRead: true } };
      const answer = await this.dynamo.document.send(new BatchGetCommand({ RequestItems: request }));
      found.push(...((answer.Responses?.[this.table] ?? []) as CountItem[]));
      keys = answer.UnprocessedKeys?.[this.table]?.Keys ?? [];
      if (keys.length === 0) return found;
      await new Promise((resolve) => setTimeout(resolve, RETRY_BASE_MS * 2 ** attempt * Math.random()));
    }
    throw refuse('store_unavailable');
  }

  private get table(): string {
    return this.dynamo.table('venue-counts');
  }
}
