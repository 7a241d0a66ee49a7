import { Injectable } from '@nestjs/common';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../dynamodb/index.ts';
import { Postgres } from '../postgres/index.ts';
import { Redis } from '../redis/index.ts';

/** An item that nobody writes: to read it asks whether the table answers, and nothing else. */
const PROBE_KEY = { sessionId: 'health' };

/** One cheap question to each store. A probe that returns was answered; one that throws was not. */
@Injectable()
export class StoreProbes {
  constructor(
    private readonly postgres: Postgres,
    private readonly dynamoDb: DynamoDb,
    private readonly redis: Redis,
  ) {}

  async postgresql(): Promise<void> {
    await this.postgres.pool.query('select 1');
  }

  async dynamodb(signal: AbortSignal): Promise<void> {
    const read = new GetCommand({ TableName: this.dynamoDb.table('sessions'), Key: PROBE_KEY });
    await this.dynamoDb.document.send(read, { abortSignal: signal });
  }

  async redisStore(): Promise<void> {
    const answer = await this.redis.attempt<string>((client) => client.ping(), 'none');
    if (answer !== 'PONG') throw new Error('Redis does not answer');
  }
}
