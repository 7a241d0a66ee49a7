import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import type { ChainedEvent } from './chained-event.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** SQS's own limit of one batch. */
export const SENT_AT_ONCE = 10;
/** SQS's own limit of everything in one batch, less what goes with the bodies. */
const MAX_BYTES = 256 * 1024 - SENT_AT_ONCE * 512;

/** The queue of AWS SQS for whoever else wants the events, with the credentials of the environment. It is told where it is by its URL. */
@Injectable()
export class AuditQueue implements OnApplicationShutdown {
  private readonly logger = new Logger('AuditQueue');
  private readonly client: SQSClient | undefined;
  private readonly url: string | undefined;

  constructor(@Inject(CONFIG) { auditQueueUrl, dynamodb: { region } }: Config) {
    this.url = auditQueueUrl;
    if (auditQueueUrl === undefined) return;
    this.client = new SQSClient({
      region,
      endpoint: new URL(auditQueueUrl).origin,
      // They wait in PostgreSQL, and are sent again.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    });
  }

  get exists(): boolean {
    return this.client !== undefined;
  }

  /** Sends one batch, which `batches` made; gives the ids of the events that the queue took. */
  async send(events: readonly ChainedEvent[]): Promise<ReadonlySet<string>> {
    const Entries = events.map((event, index) => this.entryOf(event, `${index}`));
    try {
      const answer = await this.client?.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries }));
      for (const { Code } of answer?.Failed ?? []) this.logger.warn(`the queue refused an audit event: ${Code}`);
      return new Set((answer?.Successful ?? []).map(({ Id }) => events[Number(Id)]?.eventId ?? ''));
    } catch (error) {
      this.logger.warn(`the queue took no audit events: ${error instanceof Error ? error.name : 'unknown'}`);
      return new Set();
    }
  }

  onApplicationShutdown(): void {
    this.client?.destroy();
  }

  // Who reads the queue knows a repetition by the id; a FIFO queue does so itself.
  private entryOf(event: ChainedEvent, Id: string): SendMessageBatchRequestEntry {
    const { eventId, serviceDay } = event;
    return {
      Id,
      MessageBody: bodyOf(event),
      MessageAttributes: { eventId: { DataType: 'String', StringValue: eventId } },
      ...(this.url?.endsWith('.fifo') ? { MessageDeduplicationId: eventId, MessageGroupId: serviceDay } : {}),
    };
  }
}

/** In the same order, as many together as the queue takes at once. */
export function batches<T extends { readonly event: ChainedEvent }>(due: readonly T[]): T[][] {
  const made: T[][] = [];
  let bytes = 0;
  for (const one of due) {
    const size = Buffer.byteLength(bodyOf(one.event));
    const last = made.at(-1);
    if (last && last.length < SENT_AT_ONCE && bytes + size <= MAX_BYTES) last.push(one);
    else [bytes] = [0, made.push([one])];
    bytes += size;
  }
  return made;
}

/** As JSON; SQS takes every character but two. */
function bodyOf(event: ChainedEvent): string {
  return JSON.stringify(event).replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
