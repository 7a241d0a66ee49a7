import type { DeadEvent } from '../../platform/events/index.ts';
import type { OutboxReport } from './read-outbox.use-case.ts';

/** An event that no delivery could end. */
export class DeadEventDto {
  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120002' */
  id!: string;

  /** @example 'order.redeemed' */
  type!: string;

  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120003' */
  aggregateId!: string;

  /** @example 10 */
  attempts!: number;

  /** @example 'presence: no answer within 10000 ms' */
  lastError!: string | null;

  /** @example '2026-11-21T09:29:00.000Z' */
  createdAt!: string;

  /** @example '2026-11-21T10:02:10.000Z' */
  deadAt!: string;

  static from(event: DeadEvent): DeadEventDto {
    const { id, type, aggregateId, attempts, lastError } = event;
    const createdAt = event.createdAt.toISOString();
    return { id, type, aggregateId, attempts, lastError, createdAt, deadAt: event.deadAt.toISOString() };
  }
}

/** How the outbox stands, and a page of its dead events, newest first. */
export class OutboxDto {
  /**
   * Events that are not delivered yet.
   * @example 3
   */
  waiting!: number;

  /** @example 0 */
  dead!: number;

  /**
   * How long ago the oldest waiting event was committed; null when none waits.
   * @example 1
   */
  oldestWaitingSeconds!: number | null;

  data!: DeadEventDto[];

  /** @example false */
  hasMore!: boolean;

  /** @example null */
  nextCursor!: string | null;

  static from({ waiting, dead, oldestWaitingSeconds, events }: OutboxReport): OutboxDto {
    const { hasMore, nextCursor } = events;
    return {
      waiting,
      dead,
      oldestWaitingSeconds,
      data: events.data.map((event) => DeadEventDto.from(event)),
      hasMore,
      nextCursor,
    };
  }
}
