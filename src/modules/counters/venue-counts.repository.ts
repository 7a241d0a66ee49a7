import { Injectable } from '@nestjs/common';
import { ScanCommand, type TransactWriteCommandInput, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet, DynamoDb, isConditionFailure } from '../../platform/dynamodb/index.ts';

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

@Injectable()
export class VenueCountsRepository {
  constructor(private readonly dynamo: DynamoDb) {}

  async findMany(venueIds: readonly string[]): Promise<Map<string, VenueCount>> {
    const keys = [...new Set(venueIds)].map((venueId) => ({ venueId }));
    const request = { table: this.table, keys, consistent: true };
    const items = await batchGet<CountItem>(this.dynamo.document, request);
    return new Map(items.map((item) => [item.venueId, { ...item, updatedAt: new Date(item.updatedAt) }]));
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

  /** Sets a count that still is as it was read. False when it changed meanwhile. */
  async correct({ venueId, count, updatedAt }: VenueCount, to: number, at: Date): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.table,
      Key: { venueId },
      UpdateExpression: 'SET #count = :to, #updatedAt = :at',
      ConditionExpression: '#count = :count AND #updatedAt = :updatedAt',
      ExpressionAttributeNames: { '#count': 'count', '#updatedAt': 'updatedAt' },
      ExpressionAttributeValues: { ':to': to, ':at': at.getTime(), ':count': count, ':updatedAt': updatedAt.getTime() },
    });
    try {
      await this.dynamo.document.send(update);
      return true;
    } catch (error) {
      // A transaction that has the count in hand is changing it.
      if (isConditionFailure(error) || isTransactionConflict(error)) return false;
      throw error;
    }
  }

  private get table(): string {
    return this.dynamo.table('venue-counts');
  }
}

function isTransactionConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'TransactionConflictException';
}
