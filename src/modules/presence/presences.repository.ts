import { Injectable } from '@nestjs/common';
import { BatchGetCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb, isConditionFailure, itemOfConditionFailure } from '../../platform/dynamodb/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { PresenceConflict } from './presence-conflict.ts';
import { fromItem, type PresenceItem, storeExpiry } from './presence-item.ts';
import type { Presence } from './presence.ts';

/** DynamoDB's own limit of one BatchGetItem. */
const BATCH_SIZE = 100;
const BATCHES_AT_ONCE = 5;
const MAX_BATCH_ATTEMPTS = 5;
const RETRY_BASE_MS = 20;

export interface Heartbeat {
  /** The presence as it is now; undefined when the person was not there, or no longer. */
  readonly refreshed?: Presence;
  /** What is stored instead. */
  readonly stored?: Presence;
}

/** Reads presences, and refreshes those that stay where they are. What changes a count is in `PresenceMoves`. */
@Injectable()
export class PresencesRepository {
  constructor(private readonly dynamo: DynamoDb) {}

  /** What is stored of a person, expired or not. */
  async find(userId: string): Promise<Presence | undefined> {
    const command = new GetCommand({ TableName: this.table, Key: { userId }, ConsistentRead: true });
    const { Item } = await this.dynamo.document.send(command);
    return Item === undefined ? undefined : fromItem(Item as PresenceItem);
  }

  /** What is stored of these people, expired or not, in no order. */
  async findMany(userIds: readonly string[]): Promise<Presence[]> {
    const batches: string[][] = [];
    for (let start = 0; start < userIds.length; start += BATCH_SIZE)
      batches.push(userIds.slice(start, start + BATCH_SIZE));
    const found: Presence[] = [];
    for (let start = 0; start < batches.length; start += BATCHES_AT_ONCE) {
      const some = batches.slice(start, start + BATCHES_AT_ONCE);
      found.push(...(await Promise.all(some.map((batch) => this.findBatch(batch)))).flat());
    }
    return found;
  }

  /** People at a venue who were last seen at `until` or before, longest ago first. From an index, which may lag a little. */
  async lastSeenUntil(venueId: string, until: Date, limit: number): Promise<Presence[]> {
    const { Items = [] } = await this.dynamo.document.send(
      new QueryCommand({
        TableName: this.table,
        IndexName: 'byVenue',
        KeyConditionExpression: 'venueId = :venue AND lastSeenAt <= :until',
        ExpressionAttributeValues: { ':venue': venueId, ':until': until.getTime() },
        Limit: limit,
      }),
    );
    return (Items as PresenceItem[]).map(fromItem);
  }

  /** Says that the person is still at the venue, when they were seen there after `seenAfter`. One call, and no count changes. */
  async refresh(next: Presence, seenAfter: Date): Promise<Heartbeat> {
    try {
      const { Attributes } = await this.dynamo.document.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { userId: next.userId },
          UpdateExpression:
            'SET lastSeenAt = :now, expiresAt = :expiry, wantsToBuy = :buy, wantsToReceive = :receive, revision = :revision',
          ConditionExpression: 'venueId = :venue AND lastSeenAt > :seenAfter',
          ExpressionAttributeValues: { ...refreshed(next), ':venue': next.venueId, ':seenAfter': seenAfter.getTime() },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { refreshed: fromItem(Attributes as PresenceItem) };
    } catch (error) {
      if (error instanceof Error && error.name === 'TransactionConflictException') throw new PresenceConflict();
      if (!isConditionFailure(error)) throw error;
      const item = itemOfConditionFailure(error) as PresenceItem | undefined;
      return { stored: item && fromItem(item) };
    }
  }

  // DynamoDB may answer a part of a batch; the rest is asked for again, a bounded number of times.
  private async findBatch(userIds: readonly string[]): Promise<Presence[]> {
    const found: PresenceItem[] = [];
    let keys: Record<string, unknown>[] = userIds.map((userId) => ({ userId }));
    for (let attempt = 1; attempt <= MAX_BATCH_ATTEMPTS; attempt += 1) {
      const request = { [this.table]: { Keys: keys, ConsistentRead: true } };
      const answer = await this.dynamo.document.send(new BatchGetCommand({ RequestItems: request }));
      found.push(...((answer.Responses?.[this.table] ?? []) as PresenceItem[]));
      keys = answer.UnprocessedKeys?.[this.table]?.Keys ?? [];
      if (keys.length === 0) return found.map(fromItem);
      await new Promise((resolve) => setTimeout(resolve, RETRY_BASE_MS * 2 ** attempt * Math.random()));
    }
    throw refuse('store_unavailable');
  }

  private get table(): string {
    return this.dynamo.table('presence');
  }
}

function refreshed(next: Presence): Record<string, unknown> {
  return {
    ':now': next.lastSeenAt.getTime(),
    ':expiry': storeExpiry(next.lastSeenAt.getTime()),
    ':buy': next.wantsToBuy,
    ':receive': next.wantsToReceive,
    ':revision': next.revision,
  };
}
