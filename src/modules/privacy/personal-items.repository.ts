import { Injectable } from '@nestjs/common';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb, type TableName } from '../../platform/dynamodb/index.ts';
import { Redis } from '../../platform/redis/index.ts';
import type { PersonalRole } from './personal-data.ts';

const ITEMS_AT_A_TIME = 200;

/** Reads what DynamoDB and Redis hold of a person, as the declaration says. */
@Injectable()
export class PersonalItemsRepository {
  constructor(
    private readonly dynamo: DynamoDb,
    private readonly redis: Redis,
  ) {}

  /** The items as JSON, without what is hidden, a few hundred at a time. */
  async *pages(table: string, { index, key, hidden }: PersonalRole, personId: string): AsyncGenerator<string[]> {
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
      const items = (answer.Items ?? []).map((item) =>
        JSON.stringify(item, (name, value: unknown) => keptOf(hidden, name, value)),
      );
      if (items.length > 0) yield items;
      start = answer.LastEvaluatedKey;
    }
  }

  /** What is under a key of Redis, or undefined; also when Redis is gone: what it holds is elsewhere too. */
  async value(key: string): Promise<string | undefined> {
    return (await this.redis.attempt((client) => client.get(key), null)) ?? undefined;
  }
}

function keptOf(hidden: Readonly<Record<string, string>>, name: string, value: unknown): unknown {
  if (Object.hasOwn(hidden, name)) return undefined;
  return typeof value === 'bigint' ? value.toString() : value;
}
