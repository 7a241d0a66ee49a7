import { Injectable } from '@nestjs/common';
import { BatchWriteCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../platform/dynamodb/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { ChainedEvent } from './chained-event.ts';

/** DynamoDB's own limit of one BatchWriteItem. */
const BATCH_SIZE = 25;
const BATCHES_AT_ONCE = 4;
const MAX_ATTEMPTS = 5;
const RETRY_BASE_MS = 25;

/** By what the log is looked up, newest first: a service's day, or everything of a user, a subject or a transaction. */
export const LOG_KEYS = {
  serviceDay: undefined,
  userId: 'byUser',
  subjectId: 'bySubject',
  transactionId: 'byTransaction',
} as const;

export interface LogKey {
  readonly by: keyof typeof LOG_KEYS;
  readonly value: string;
}

export interface LogQuery extends LogKey {
  /** From this moment on. */
  readonly from: string;
  /** Up to this place in the list. */
  readonly before: string;
  readonly limit: number;
}

/** The log in DynamoDB. */
@Injectable()
export class AuditLog {
  constructor(private readonly dynamo: DynamoDb) {}

  /** Writes the events. Said twice it is done once: each has a key of its own, and is the same to the byte. Refuses `store_unavailable`. */
  async put(events: readonly ChainedEvent[]): Promise<void> {
    const batches: ChainedEvent[][] = [];
    for (let start = 0; start < events.length; start += BATCH_SIZE)
      batches.push(events.slice(start, start + BATCH_SIZE));
    const work = async (): Promise<void> => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) await this.putBatch(batch);
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  }

  /** Newest first; `limit` at most. */
  async query({ by, value, from, before, limit }: LogQuery): Promise<ChainedEvent[]> {
    const { Items = [] } = await this.dynamo.document.send(
      new QueryCommand({
        TableName: this.table,
        IndexName: LOG_KEYS[by],
        KeyConditionExpression: '#key = :value and #at between :from and :before',
        ExpressionAttributeNames: { '#key': by, '#at': 'momentEvent' },
        ExpressionAttributeValues: { ':value': value, ':from': from, ':before': before },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items as ChainedEvent[];
  }

  /** Everything that the log holds under a service's day, whoever put it there, page by page. */
  async *day(serviceDay: string): AsyncGenerator<Record<string, unknown>[]> {
    for (let start: Record<string, unknown> | undefined, more = true; more; more = start !== undefined) {
      const answer = await this.dynamo.document.send(
        new QueryCommand({
          TableName: this.table,
          KeyConditionExpression: 'serviceDay = :serviceDay',
          ExpressionAttributeValues: { ':serviceDay': serviceDay },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      yield answer.Items ?? [];
      start = answer.LastEvaluatedKey;
    }
  }

  /** The service's day of every event there is, page by page, each as often as it has events. */
  async *serviceDays(): AsyncGenerator<string[]> {
    for (let start: Record<string, unknown> | undefined, more = true; more; more = start !== undefined) {
      const answer = await this.dynamo.document.send(
        new ScanCommand({ TableName: this.table, ProjectionExpression: 'serviceDay', ExclusiveStartKey: start }),
      );
      yield (answer.Items ?? []).map(({ serviceDay }) => String(serviceDay));
      start = answer.LastEvaluatedKey;
    }
  }

  // DynamoDB may take a part of a batch; the rest is sent again, a bounded number of times.
  private async putBatch(events: readonly ChainedEvent[]): Promise<void> {
    let left: Record<string, unknown>[] = events.map((Item) => ({ PutRequest: { Item } }));
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const answer = await this.dynamo.document.send(new BatchWriteCommand({ RequestItems: { [this.table]: left } }));
      left = answer.UnprocessedItems?.[this.table] ?? [];
      if (left.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_BASE_MS * 2 ** attempt * Math.random()));
    }
    throw refuse('store_unavailable');
  }

  private get table(): string {
    return this.dynamo.table('audit-logs');
  }
}
