import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { actingAs } from '../audit/index.ts';
import { asSystem } from '../postgres/index.ts';
import { EventHandlers } from './event-handlers.ts';
import type { OutboxEvent } from './outbox-event.ts';
import { type ClaimedEvent, OutboxEvents, VISIBILITY_MS } from './outbox.repository.ts';
import { GIVEN_UP_AFTER_MS, retryDelayMs } from './retry-delay.ts';

export const BATCH_SIZE = 100;
/** Less than the pool's connections, so that requests are not kept waiting. */
const CONCURRENCY = 4;
const HANDLER_TIMEOUT_MS = 10_000;
/** No event is begun later than this after its claim, so that its handlers end while it is still hidden. */
const BEGIN_WITHIN_MS = VISIBILITY_MS - 2 * HANDLER_TIMEOUT_MS;

/** How often an event may be begun of which no delivery ever ended: it may be what ends its process each time. */
const MAX_UNENDED = 10;

/** What became of an event. One that is delayed keeps the later events of its aggregate back; a dead one does not. */
type Fate = 'published' | 'dead' | { readonly delayedMs: number };

/**
 * Delivers one batch: claims, calls the handlers, and marks what became of each event. At least once, never exactly once.
 * An event whose type nobody handles is published: it is nobody's, and must not wait for a handler of a later release.
 */
@Injectable()
export class DeliverBatch {
  private readonly logger = new Logger('Outbox');

  constructor(
    private readonly events: OutboxEvents,
    private readonly handlers: EventHandlers,
    private readonly clock: Clock,
  ) {}

  /** Returns how many events were taken. */
  execute(): Promise<number> {
    return asSystem('event', () => this.deliverAll());
  }

  private async deliverAll(): Promise<number> {
    const claimed = await this.events.claim(BATCH_SIZE);
    const beginUntilMs = performance.now() + BEGIN_WITHIN_MS;
    const published: ClaimedEvent[] = [];
    // Events of one aggregate one after another; those of different aggregates side by side.
    const waiting = [...Map.groupBy(claimed, ({ aggregateId }) => aggregateId).values()];
    const work = async (): Promise<void> => {
      for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
        published.push(...(await this.deliverInOrder(group, beginUntilMs)));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    await this.events.markPublished(published);
    return claimed.length;
  }

  // Ends at the first event that must wait: what happened to an aggregate later is not told before it.
  private async deliverInOrder(group: readonly ClaimedEvent[], beginUntilMs: number): Promise<ClaimedEvent[]> {
    const published: ClaimedEvent[] = [];
    for (const [index, event] of group.entries()) {
      const fate = await this.deliver(event, beginUntilMs);
      if (fate === 'published') published.push(event);
      if (typeof fate === 'string') continue;
      for (const later of group.slice(index + 1)) await this.events.giveBack(later, fate.delayedMs + 1);
      break;
    }
    return published;
  }

  private async deliver(event: ClaimedEvent, beginUntilMs: number): Promise<Fate> {
    if (performance.now() > beginUntilMs) {
      await this.events.giveBack(event, 0);
      return { delayedMs: 0 };
    }
    if (event.lastError === null && event.attempt > MAX_UNENDED)
      return this.bury(event, 'its deliveries were never ended');
    const failures = await this.handle(event);
    return failures.length === 0 ? 'published' : this.failed(event, failures.join('; '));
  }

  // Every handler is called, whatever happens to the others.
  private async handle(event: ClaimedEvent): Promise<string[]> {
    const { id, type, aggregateId, payload, createdAt } = event;
    const delivered: OutboxEvent = { id, type, aggregateId, payload, createdAt };
    const handlers = this.handlers.of(type);
    const results = await Promise.allSettled(
      handlers.map(async ({ name, handle }) =>
        withDeadline(
          actingAs(`event:${name}`, () => handle(delivered)),
          HANDLER_TIMEOUT_MS,
        ),
      ),
    );
    return results.flatMap((result, index) =>
      result.status === 'rejected' ? [`${handlers[index]?.name}: ${messageOf(result.reason)}`] : [],
    );
  }

  private async failed(event: ClaimedEvent, error: string): Promise<Fate> {
    // By its age and not by its attempts: what it needs may be away for a while, and it is none the worse for it.
    if (this.clock.now().getTime() - event.createdAt.getTime() >= GIVEN_UP_AFTER_MS) return this.bury(event, error);
    this.logger.warn(`will be tried again: ${whatOf(event, error)}`);
    const delayedMs = retryDelayMs(event.attempt);
    await this.events.retryLater(event, delayedMs, error);
    return { delayedMs };
  }

  private async bury(event: ClaimedEvent, error: string): Promise<Fate> {
    this.logger.error(`dead: ${whatOf(event, error)}`);
    await this.events.bury(event, error);
    return 'dead';
  }
}

function whatOf({ id, type, attempt }: ClaimedEvent, error: string): string {
  return `event ${id} (${type}), attempt ${attempt}: ${error}`;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'unknown failure';
}
