import { Injectable } from '@nestjs/common';
import { DeleteCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { conditionHeld, DynamoDb, isConditionFailure } from '../../platform/dynamodb/index.ts';
import { Clock } from '../../shared/clock.ts';
import { keptSeconds } from '../../shared/retention.ts';

const NOT_BLOCKED = '(attribute_not_exists(blockedUntilMs) OR blockedUntilMs <= :nowMs)';

/** How often somebody tried to prove who they are without success, in DynamoDB. Counting begins anew each day (UTC). */
@Injectable()
export class SignInTries {
  constructor(
    private readonly dynamo: DynamoDb,
    private readonly clock: Clock,
  ) {}

  /** Counts one more try: which it is today, from 1. Undefined, and not counted, while the bucket is blocked. */
  async count(bucket: string): Promise<number | undefined> {
    const command = this.update(bucket, {
      UpdateExpression: 'SET expiresAt = :expiresAt ADD tries :one',
      ConditionExpression: NOT_BLOCKED,
      ExpressionAttributeValues: { ':one': 1, ':nowMs': this.nowMs(), ':expiresAt': this.expiresAt() },
      ReturnValues: 'UPDATED_NEW',
    });
    try {
      return (await this.dynamo.document.send(command)).Attributes?.['tries'] as number;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  /** Lets nobody try for so long. Of several at the same moment one does it: false for the others. */
  block(bucket: string, forMs: number): Promise<boolean> {
    const command = this.update(bucket, {
      UpdateExpression: 'SET blockedUntilMs = :untilMs, expiresAt = :expiresAt',
      ConditionExpression: NOT_BLOCKED,
      ExpressionAttributeValues: {
        ':untilMs': this.nowMs() + forMs,
        ':nowMs': this.nowMs(),
        ':expiresAt': this.expiresAt(),
      },
    });
    return conditionHeld(this.dynamo.document.send(command));
  }

  /** Takes back one try of today: it was no failure. */
  async giveBack(bucket: string): Promise<void> {
    const command = this.update(bucket, {
      UpdateExpression: 'ADD tries :less',
      ConditionExpression: 'tries > :zero',
      ExpressionAttributeValues: { ':less': -1, ':zero': 0 },
    });
    await conditionHeld(this.dynamo.document.send(command));
  }

  async forget(bucket: string): Promise<void> {
    await this.dynamo.document.send(new DeleteCommand({ TableName: this.table, Key: this.keyOf(bucket) }));
  }

  private update(bucket: string, input: Omit<UpdateCommandInput, 'TableName' | 'Key'>): UpdateCommand {
    return new UpdateCommand({ TableName: this.table, Key: this.keyOf(bucket), ...input });
  }

  private keyOf(bucket: string): { bucket: string } {
    return { bucket: `${bucket}#${this.clock.now().toISOString().slice(0, 10)}` };
  }

  private get table(): string {
    return this.dynamo.table('sign-in-tries');
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }

  private expiresAt(): number {
    return Math.floor(this.nowMs() / 1_000) + keptSeconds('signInTries');
  }
}
