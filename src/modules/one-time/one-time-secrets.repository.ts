import { Injectable } from '@nestjs/common';
import { DeleteCommand, PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { DynamoDb, isConditionFailure } from '../../platform/dynamodb/index.ts';
import { Clock } from '../../shared/clock.ts';

/** What is kept of a secret. From it the secret cannot be made. */
export interface OneTimeSecret {
  readonly id: string;
  /** What must be presented; absent where the id itself is made of it. */
  readonly secretHash?: string;
  /** Whose it is; absent while nobody is known. */
  readonly userId?: string;
  /** What else must be known when it is used. */
  readonly data?: Readonly<Record<string, unknown>>;
}

interface Item extends Omit<OneTimeSecret, 'id'> {
  readonly secretId: string;
  /** How often it was tried, or what is counted under the id happened. */
  readonly tries: number;
  /** Epoch seconds, the table's TTL. DynamoDB deletes hours later, so every read looks at it too. */
  readonly expiresAt: number;
}

/** Secrets that are good once and for a short time, in DynamoDB. */
@Injectable()
export class OneTimeSecrets {
  constructor(
    private readonly dynamo: DynamoDb,
    private readonly clock: Clock,
  ) {}

  /** Takes the place of what was kept under the id. */
  async put({ id, ...secret }: OneTimeSecret, lifeSeconds: number): Promise<void> {
    const Item: Item = { secretId: id, ...secret, tries: 0, expiresAt: this.nowSeconds() + lifeSeconds };
    await this.dynamo.document.send(new PutCommand({ TableName: this.table, Item }));
  }

  /** The secret, counting one more try; undefined when it has expired or was tried as often as it may be. */
  spendTry(id: string, maxTries: number): Promise<OneTimeSecret | undefined> {
    return this.update({
      Key: { secretId: id },
      UpdateExpression: 'ADD tries :one',
      ConditionExpression: 'expiresAt > :now AND tries < :max',
      ExpressionAttributeValues: { ':one': 1, ':now': this.nowSeconds(), ':max': maxTries },
    });
  }

  /** Uses the secret up: of many at the same moment, one gets it. */
  async take(id: string, secretHash?: string): Promise<OneTimeSecret | undefined> {
    const command = new DeleteCommand({
      TableName: this.table,
      Key: { secretId: id },
      ConditionExpression: `expiresAt > :now${secretHash === undefined ? '' : ' AND secretHash = :hash'}`,
      ExpressionAttributeValues: { ':now': this.nowSeconds(), ':hash': secretHash },
      ReturnValues: 'ALL_OLD',
    });
    return unlessRefused(async () => toSecret((await this.dynamo.document.send(command)).Attributes));
  }

  /** Counts something that may happen `max` times in a window of time, whose number is part of the id. False when it is too often. */
  async countWithin(id: string, max: number, lifeSeconds: number): Promise<boolean> {
    const counted = await this.update({
      Key: { secretId: id },
      UpdateExpression: 'SET expiresAt = :expiresAt ADD tries :one',
      ConditionExpression: 'attribute_not_exists(tries) OR tries < :max',
      ExpressionAttributeValues: { ':one': 1, ':max': max, ':expiresAt': this.nowSeconds() + lifeSeconds },
    });
    return counted !== undefined;
  }

  private update(input: Omit<UpdateCommandInput, 'TableName'>): Promise<OneTimeSecret | undefined> {
    const command = new UpdateCommand({ TableName: this.table, ReturnValues: 'ALL_NEW', ...input });
    return unlessRefused(async () => toSecret((await this.dynamo.document.send(command)).Attributes));
  }

  private get table(): string {
    return this.dynamo.table('one-time-secrets');
  }

  private nowSeconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}

async function unlessRefused<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

function toSecret(attributes: Record<string, unknown> | undefined): OneTimeSecret {
  const { secretId, secretHash, userId, data } = attributes as unknown as Item;
  return { id: secretId, secretHash, userId, data };
}
