import { Injectable } from '@nestjs/common';
import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { conditionHeld, DynamoDb, isConditionFailure, itemOfConditionFailure } from '../../platform/dynamodb/index.ts';
import type { OpenRecord } from './idempotent-request.ts';
import { type Completion, decide, type Decision, type IdempotencyRecord, type NewRecord } from './record.ts';
import { RETENTION } from '../../shared/retention.ts';

export const RECORD_LIFETIME_MS = RETENTION.answeredRequest.keptMs;
const LEASE_MS = 30_000;
const MAX_LISTED = 100;
/** The condition failed, and what made it fail was gone a moment later: once more, and no more. */
const BEGIN_ATTEMPTS = 2;

export type ListedRecord = Pick<
  IdempotencyRecord,
  'route' | 'state' | 'createdAtMs' | 'expiresAt' | 'statusCode' | 'resourceId'
>;

/** The records of idempotency keys. Expired ones may still be there: every read and every condition looks at the time. */
@Injectable()
export class IdempotencyRecords {
  constructor(
    private readonly dynamodb: DynamoDb,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Begins the request, or says why not. A record whose lease ran out (its process died) is taken over by the same request:
   * the old process can then neither complete nor release it. Throws when DynamoDB does not answer.
   */
  async begin(request: NewRecord): Promise<{ decision: Decision; opened: OpenRecord }> {
    const opened = { scope: request.scope, fencingToken: this.ids.next() };
    for (let attempt = 1; ; attempt += 1) {
      const earlier = await this.put(request, opened.fencingToken);
      if (earlier === 'begun') return { decision: { kind: 'begun' }, opened };
      if (earlier !== 'vanished') return { decision: decide(earlier, request.fingerprint), opened };
      if (attempt >= BEGIN_ATTEMPTS) return { decision: { kind: 'in_progress' }, opened };
    }
  }

  /** Keeps the answer. False when the record was taken over in the meantime. */
  complete(opened: OpenRecord, completion: Completion): Promise<boolean> {
    return conditionHeld(
      this.dynamodb.document.send(
        new UpdateCommand({
          TableName: this.dynamodb.table('idempotency'),
          Key: { scope: opened.scope },
          UpdateExpression:
            'SET #state = :completed, #statusCode = :statusCode, #contentType = :contentType, #body = :body, #resourceId = :resourceId',
          ConditionExpression: '#fencingToken = :fencingToken AND #state = :inProgress',
          ExpressionAttributeNames: names('state', 'statusCode', 'contentType', 'body', 'resourceId', 'fencingToken'),
          ExpressionAttributeValues: {
            ':completed': 'completed',
            ':inProgress': 'in_progress',
            ':fencingToken': opened.fencingToken,
            ':statusCode': completion.statusCode,
            ':contentType': completion.contentType ?? null,
            ':body': completion.body ?? null,
            ':resourceId': completion.resourceId ?? null,
          },
        }),
      ),
    );
  }

  /** Forgets the request, so that it may be tried again. False when the record was taken over in the meantime. */
  release(opened: OpenRecord): Promise<boolean> {
    return conditionHeld(
      this.dynamodb.document.send(
        new DeleteCommand({
          TableName: this.dynamodb.table('idempotency'),
          Key: { scope: opened.scope },
          ConditionExpression: '#fencingToken = :fencingToken AND #state = :inProgress',
          ExpressionAttributeNames: names('fencingToken', 'state'),
          ExpressionAttributeValues: { ':fencingToken': opened.fencingToken, ':inProgress': 'in_progress' },
        }),
      ),
    );
  }

  /** What one caller's key did, over all routes. The index follows the table by a moment. */
  async list(principalKey: string): Promise<ListedRecord[]> {
    const { Items = [] } = await this.dynamodb.document.send(
      new QueryCommand({
        TableName: this.dynamodb.table('idempotency'),
        IndexName: 'byPrincipalKey',
        KeyConditionExpression: '#principalKey = :principalKey',
        FilterExpression: '#expiresAt > :now',
        ExpressionAttributeNames: names('principalKey', 'expiresAt'),
        ExpressionAttributeValues: { ':principalKey': principalKey, ':now': seconds(this.nowMs()) },
        Limit: MAX_LISTED,
      }),
    );
    return Items as ListedRecord[];
  }

  private async put(request: NewRecord, fencingToken: string): Promise<IdempotencyRecord | 'begun' | 'vanished'> {
    const nowMs = this.nowMs();
    const record: IdempotencyRecord = {
      ...request,
      state: 'in_progress',
      fencingToken,
      createdAtMs: nowMs,
      leaseExpiresAtMs: nowMs + LEASE_MS,
      expiresAt: seconds(nowMs + RECORD_LIFETIME_MS),
    };
    try {
      await this.dynamodb.document.send(this.putCommand(record, nowMs));
      return 'begun';
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      const earlier = itemOfConditionFailure(error) as IdempotencyRecord | undefined;
      // The client's own retry of a write that had arrived finds itself.
      if (earlier?.fencingToken === fencingToken) return 'begun';
      return earlier ?? 'vanished';
    }
  }

  private putCommand(record: IdempotencyRecord, nowMs: number): PutCommand {
    return new PutCommand({
      TableName: this.dynamodb.table('idempotency'),
      Item: record,
      ConditionExpression:
        'attribute_not_exists(#scope) OR #expiresAt <= :now OR ' +
        '(#state = :inProgress AND #leaseExpiresAtMs <= :nowMs AND #fingerprint = :fingerprint)',
      ExpressionAttributeNames: names('scope', 'expiresAt', 'state', 'leaseExpiresAtMs', 'fingerprint'),
      ExpressionAttributeValues: {
        ':now': seconds(nowMs),
        ':nowMs': nowMs,
        ':inProgress': 'in_progress',
        ':fingerprint': record.fingerprint,
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

const seconds = (ms: number): number => Math.floor(ms / 1_000);

// Several of the attributes are words that DynamoDB reserves.
function names(...attributes: string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute]));
}
