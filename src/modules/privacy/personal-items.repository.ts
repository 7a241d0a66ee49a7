import { Injectable } from '@nestjs/common';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb, type TableName } from '../../platform/dynamodb/index.ts';
import { asSystem } from '../../platform/postgres/index.ts';
import { keptIn, Redis } from '../../platform/redis/index.ts';
import { AuditOrigins } from '../audit/index.ts';
import type { PersonalRole } from './personal-data.ts';

const ITEMS_AT_A_TIME = 200;

type Item = Readonly<Record<string, unknown>>;

/** Reads what DynamoDB and Redis hold of a person, as the declaration says. */
@Injectable()
export class PersonalItemsRepository {
  constructor(
    private readonly dynamo: DynamoDb,
    private readonly redis: Redis,
    private readonly origins: AuditOrigins,
  ) {}

  /** The items as JSON, without what is hidden, a few hundred at a time. */
  async *pages(table: string, role: PersonalRole, personId: string): AsyncGenerator<string[]> {
    const { index, key, hidden } = role;
    for (let start: Record<string, unknown> | undefined, more = true; more; more = start !== undefined) {
      const answer = await this.dynamo.document.send(
        new QueryCommand({
          TableName: this.dynamo.table(table as TableName),
          IndexName: index,
          KeyConditionExpression: '#key = :person',
          ExpressionAttributeNames: { '#key': key },
          ExpressionAttributeValues: { ':person': personId },
          Limit: ITEMS_AT_A_TIME,
          ExclusiveStartKey: start,
        }),
      );
      const found = await this.withOrigins(role, personId, answer.Items ?? []);
      const items = found.map((item) => JSON.stringify(item, (name, value: unknown) => keptOf(hidden, name, value)));
      if (items.length > 0) yield items;
      start = answer.LastEvaluatedKey;
    }
  }

  private async withOrigins({ origins }: PersonalRole, personId: string, items: Item[]): Promise<Item[]> {
    if (!origins) return items;
    const opened = await asSystem('own-data', () => this.origins.opened(items, personId));
    return opened.map((item) => {
      const whose: unknown = item['originOf'] ?? item['userId'];
      return whose === personId ? item : { ...item, ip: undefined, userAgent: undefined };
    });
  }

  /** What is cached under a key of Redis, or undefined; also when Redis is gone: what it holds is elsewhere too. */
  async cached(key: string): Promise<unknown> {
    const text = await this.redis.attempt((client) => client.get(key), null);
    return text === null ? undefined : keptIn(text).value;
  }
}

function keptOf(hidden: Readonly<Record<string, string>>, name: string, value: unknown): unknown {
  if (Object.hasOwn(hidden, name)) return undefined;
  return typeof value === 'bigint' ? value.toString() : value;
}
