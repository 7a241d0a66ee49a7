import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { BatchWriteCommand, type BatchWriteCommandInput, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../platform/dynamodb/index.ts';
import { Metrics } from '../../platform/observability/index.ts';
import { MEMORY_SECONDS } from './condition.ts';
import { isLogItem, type LogItem, type LoggedMovement, loggedOf, logItemOf } from './logged-movement.ts';

/** DynamoDB's own limit of one BatchWriteItem. */
const BATCH_SIZE = 25;
const MAX_WAITING = 5_000;
const LINGER_MS = 50;
const MAX_ATTEMPTS = 3;

/** Where a walk over the log goes on. */
export interface LogPosition {
  readonly userId: string;
  readonly timestamp: string;
}

/**
 * Every movement that was looked at, with what was decided. Written behind the movements, in batches: nobody waits for it, and what
 * waits is bounded. What was blocked or reviewed is in PostgreSQL too, and that before it is answered.
 */
@Injectable()
export class SignalLog implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Risk');
  private readonly lost;
  private waiting: LogItem[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly dynamo: DynamoDb,
    metrics: Metrics,
  ) {
    this.lost = metrics.counter({ name: 'risk_signals_lost_total', help: 'Movements that the log of risk has not' });
  }

  append(movement: LoggedMovement): void {
    if (this.waiting.length >= MAX_WAITING) {
      this.lost.inc();
      return;
    }
    this.waiting.push(logItemOf(movement, Math.ceil(movement.atMs / 1_000) + MEMORY_SECONDS));
    this.timer ??= setTimeout(() => void this.flush(), LINGER_MS);
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeAll());
    return this.writing;
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.flush();
  }

  /** A person's movements, newest first, `limit` at most. */
  async ofPerson(userId: string, beforeTimestamp: string | undefined, limit: number): Promise<LoggedMovement[]> {
    // Digits come before letters: what is not a time is not in between.
    const values = { ':user': userId, ':from': '0', ':until': beforeTimestamp ?? ':' };
    const { Items = [] } = await this.dynamo.document.send(
      new QueryCommand({
        ...{ TableName: this.table, KeyConditionExpression: 'userId = :user AND #at BETWEEN :from AND :until' },
        ...{ ExpressionAttributeNames: { '#at': 'timestamp' }, ExpressionAttributeValues: values },
        ...{ ScanIndexForward: false, Limit: limit + 1 },
      }),
    );
    const found = (Items as LogItem[]).filter(({ timestamp }) => timestamp !== beforeTimestamp);
    return found.slice(0, limit).map(loggedOf);
  }

  /** A page of everybody's movements: one person's after another's, each from old to new. */
  async walk(after: LogPosition | undefined, limit: number): Promise<{ page: LoggedMovement[]; next?: LogPosition }> {
    const command = new ScanCommand({ TableName: this.table, Limit: limit, ExclusiveStartKey: after });
    const { Items = [], LastEvaluatedKey: next } = await this.dynamo.document.send(command);
    return { page: (Items as LogItem[]).filter(isLogItem).map(loggedOf), next: next as LogPosition | undefined };
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH_SIZE);
      await this.write(batch).catch((error: unknown) => {
        this.lost.inc(batch.length);
        const reason = error instanceof Error ? error.message : 'unknown';
        this.logger.warn(`${batch.length} movements are not in the log of risk: ${reason}`);
      });
    }
  }

  private async write(items: readonly LogItem[]): Promise<void> {
    let left: NonNullable<BatchWriteCommandInput['RequestItems']> = {
      [this.table]: onceEach(items).map((Item) => ({ PutRequest: { Item } })),
    };
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && Object.keys(left).length > 0; attempt += 1) {
      const { UnprocessedItems } = await this.dynamo.document.send(new BatchWriteCommand({ RequestItems: left }));
      left = UnprocessedItems ?? {};
    }
    if (Object.keys(left).length > 0) throw new Error('DynamoDB left a part of a batch');
  }

  private get table(): string {
    return this.dynamo.table('fraud-signals');
  }
}

// DynamoDB refuses a batch that writes an item twice.
function onceEach(items: readonly LogItem[]): LogItem[] {
  return [...new Map(items.map((item) => [`${item.userId} ${item.timestamp}`, item])).values()];
}
