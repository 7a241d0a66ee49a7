import { Injectable, Logger } from '@nestjs/common';
import { EventHandlers } from './event-handlers.ts';
import type { OutboxEvent } from './outbox-event.ts';
import { type ClaimedEvent, MAX_ATTEMPTS, OutboxEvents, VISIBILITY_MS } from './outbox.repository.ts';
import { retryDelayMs } from './retry-delay.ts';

export const BATCH_SIZE = 100;
/** Less than the pool's connections, so that requests are not kept waiting. */
const CONCURRENCY = 4;
const HANDLER_TIMEOUT_MS = 10_000;
/** No event is begun later than this after its claim, so that its handlers end while it is still hidden. */
const BEGIN_WITHIN_MS = VISIBILITY_MS - 2 * HANDLER_TIMEOUT_MS;

/** Delivers one batch: claims, calls the handlers, and marks what became of each event. At least once, never exactly once. */
@Injectable()
export class DeliverBatch {
  private readonly logger = new Logger('Outbox');

  constructor(
    private readonly events: OutboxEvents,
    private readonly handlers: EventHandlers,
  ) {}

  /** Returns how many events were taken. */
  async execute(): Promise<number> {
    const claimed = await this.events.claim(BATCH_SIZE);
    const beginUntilMs = performance.now() + BEGIN_WITHIN_MS;
    const published: ClaimedEvent[] = [];
    // Events of one aggregate one after another; those of different aggregates side by side.
    const waiting = [...Map.groupBy(claimed, ({ aggregateId }) => aggregateId).values()];
    const work = async (): Promise<void> => {
      for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
        for (const event of group) if (await this.deliver(event, beginUntilMs)) published.push(event);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    await this.events.markPublished(published);
    return claimed.length;
  }

  private async deliver(event: ClaimedEvent, beginUntilMs: number): Promise<boolean> {
    if (performance.now() > beginUntilMs) {
      await this.events.giveBack(event);
      return false;
    }
    const failures = event.attempt > MAX_ATTEMPTS ? ['its deliveries were never ended'] : await this.handle(event);
    if (failures.length === 0) return true;
    await this.failed(event, failures.join('; '));
    return false;
  }

  // Every handler is called, whatever happens to the others.
  private async handle(event: ClaimedEvent): Promise<string[]> {
    const { id, type, aggregateId, payload, createdAt } = event;
    const delivered: OutboxEvent = { id, type, aggregateId, payload, createdAt };
    const handlers = this.handlers.of(type);
    const results = await Promise.allSettled(handlers.map(({ handle }) => inTime(() => handle(delivered))));
    return results.flatMap((result, index) =>
      result.status === 'rejected' ? [`${handlers[index]?.name}: ${messageOf(result.reason)}`] : [],
    );
  }

  private async failed(event: ClaimedEvent, error: string): Promise<void> {
    const what = `event ${event.id} (${event.type}), attempt ${event.attempt} of ${MAX_ATTEMPTS}: ${error}`;
    if (event.attempt >= MAX_ATTEMPTS) {
      this.logger.error(`dead: ${what}`);
      await this.events.bury(event, error);
      return;
    }
    this.logger.warn(`will be tried again: ${what}`);
    await this.events.retryLater(event, retryDelayMs(event.attempt), error);
  }
}

async function inTime(work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${HANDLER_TIMEOUT_MS} ms`)), HANDLER_TIMEOUT_MS);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'unknown failure';
}
