import { Injectable } from '@nestjs/common';
import { GetCommand, QueryCommand, type QueryCommandInput, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet, DynamoDb, isConditionFailure, itemOfConditionFailure } from '../../platform/dynamodb/index.ts';
import { PresenceConflict } from './presence-conflict.ts';
import { fromItem, type PresenceItem, storeExpiry } from './presence-item.ts';
import type { Presence } from './presence.ts';

const BY_VENUE = 'byVenue';

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

  /** What is stored of these people, expired or not, in no order. What was written in the last second may be missing. */
  async findMany(userIds: readonly string[]): Promise<Presence[]> {
    const keys = userIds.map((userId) => ({ userId }));
    const request = { table: this.table, keys, consistent: false };
    return (await batchGet<PresenceItem>(this.dynamo.document, request)).map(fromItem);
  }

  /** What is stored of everybody at a venue who was seen after `seenAfter`. From an index, which may lag a little. */
  async lastSeenAfter(venueId: string, seenAfter: Date): Promise<Presence[]> {
    const found: Presence[] = [];
    const condition = { KeyConditionExpression: 'venueId = :venue AND lastSeenAt > :seenAfter' };
    const values = { ':venue': venueId, ':seenAfter': seenAfter.getTime() };
    for await (const items of this.pages({ ...condition, ExpressionAttributeValues: values })) {
      found.push(...items.map(fromItem));
    }
    return found;
  }

  /** How many people are stored at a venue, expired or not. From an index, which may lag a little. */
  async countAt(venueId: string): Promise<number> {
    const people = new Set<string>();
    const condition = { KeyConditionExpression: 'venueId = :venue', ProjectionExpression: 'userId' };
    for await (const items of this.pages({ ...condition, ExpressionAttributeValues: { ':venue': venueId } })) {
      for (const { userId } of items) people.add(userId);
    }
    return people.size;
  }

  /** People at a venue who were last seen at `until` or before, longest ago first. From an index, which may lag a little. */
  async lastSeenUntil(venueId: string, until: Date, limit: number): Promise<Presence[]> {
    const { Items = [] } = await this.dynamo.document.send(
      new QueryCommand({
        TableName: this.table,
        IndexName: BY_VENUE,
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

  // All that a query of the index finds, a page at a time.
  private async *pages(query: Partial<QueryCommandInput>): AsyncGenerator<readonly PresenceItem[]> {
    let start: Record<string, unknown> | undefined;
    do {
      const page = { ...query, TableName: this.table, IndexName: BY_VENUE, ExclusiveStartKey: start };
      const { Items = [], LastEvaluatedKey } = await this.dynamo.document.send(new QueryCommand(page));
      yield Items as PresenceItem[];
      start = LastEvaluatedKey;
    } while (start);
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
