import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Postgres, type Prisma } from '../postgres/index.ts';
import type { OutboxEvent } from './outbox-event.ts';

/** While an event is handled, no other relay sees it for this long; after that its relay is taken to be gone. */
export const VISIBILITY_MS = 60_000;
const MAX_ERROR_LENGTH = 1_000;

export interface ClaimedEvent extends OutboxEvent {
  readonly position: bigint;
  /** This delivery's number, from 1. */
  readonly attempt: number;
  /** Of an earlier delivery; null as long as none of them ended. */
  readonly lastError: string | null;
}

export interface DeadEvent {
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly deadAt: Date;
}

export interface OutboxCounts {
  readonly waiting: number;
  readonly dead: number;
  readonly oldestWaitingAt: Date | null;
}

interface Row {
  id: bigint;
  event_id: string;
  type: string;
  aggregate_id: string;
  payload: Prisma.JsonObject;
  attempts: number;
  last_error: string | null;
  created_at: Date;
}

/** The rows of the outbox. */
@Injectable()
export class OutboxEvents {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes up to `limit` events that are due, oldest first, and hides them from other relays for a while. The attempt is
   * counted here, not when it fails: an event that ends its process is counted too.
   */
  async claim(limit: number): Promise<ClaimedEvent[]> {
    const now = this.clock.now();
    const hiddenUntil = new Date(now.getTime() + VISIBILITY_MS);
    const rows = await this.postgres.prisma.$queryRaw<Row[]>`
      update outbox_event set attempts = attempts + 1, available_at = ${hiddenUntil}
      where id in (
        select id from outbox_event where published_at is null and dead_at is null and available_at <= ${now}
        order by available_at, id limit ${limit} for update skip locked)
      returning id, event_id, type, aggregate_id, payload, attempts, last_error, created_at`;
    return rows.map(toEvent).sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  async markPublished(events: readonly ClaimedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const where = { id: { in: events.map(({ position }) => position) } };
    await this.postgres.prisma.outboxEvent.updateMany({
      where,
      data: { publishedAt: this.clock.now(), lastError: null },
    });
  }

  /** Back in the queue after the delay, unless another relay has it by now. */
  async retryLater(event: ClaimedEvent, delayMs: number, error: string): Promise<void> {
    const availableAt = new Date(this.clock.now().getTime() + delayMs);
    await this.update(event, { availableAt, lastError: error.slice(0, MAX_ERROR_LENGTH) });
  }

  /** Out of the queue for good, for a person to look at. */
  async bury(event: ClaimedEvent, error: string): Promise<void> {
    await this.update(event, { deadAt: this.clock.now(), lastError: error.slice(0, MAX_ERROR_LENGTH) });
  }

  /** Back in the queue after the delay, as if it had not been taken. */
  async giveBack(event: ClaimedEvent, delayMs: number): Promise<void> {
    const availableAt = new Date(this.clock.now().getTime() + delayMs);
    await this.update(event, { availableAt, attempts: { decrement: 1 } });
  }

  async counts(): Promise<OutboxCounts> {
    const waiting = { publishedAt: null, deadAt: null };
    const [counted, dead] = await Promise.all([
      this.postgres.prisma.outboxEvent.aggregate({ where: waiting, _count: true, _min: { createdAt: true } }),
      this.postgres.prisma.outboxEvent.count({ where: { deadAt: { not: null } } }),
    ]);
    return { waiting: counted._count, dead, oldestWaitingAt: counted._min.createdAt };
  }

  /** Dead events, newest first, before a position. */
  async listDead(before: bigint | undefined, limit: number): Promise<DeadEvent[]> {
    const where = { deadAt: { not: null }, ...(before === undefined ? {} : { id: { lt: before } }) };
    const rows = await this.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'desc' }, take: limit });
    return rows.map((row) => ({ ...row, position: row.id, id: row.eventId, deadAt: row.deadAt ?? row.createdAt }));
  }

  /** Deletes published events, oldest first, at most `limit`; returns how many. */
  deletePublishedBefore(publishedBefore: Date, limit: number): Promise<number> {
    return this.postgres.prisma.$executeRaw`
      delete from outbox_event where id in (
        select id from outbox_event where published_at < ${publishedBefore} order by id limit ${limit}
        for update skip locked)`;
  }

  private async update(event: ClaimedEvent, data: Prisma.OutboxEventUpdateManyMutationInput): Promise<void> {
    const where = { id: event.position, attempts: event.attempt, publishedAt: null, deadAt: null };
    await this.postgres.prisma.outboxEvent.updateMany({ where, data });
  }
}

function toEvent(row: Row): ClaimedEvent {
  return {
    position: row.id,
    id: row.event_id,
    type: row.type,
    aggregateId: row.aggregate_id,
    payload: row.payload,
    attempt: row.attempts,
    lastError: row.last_error,
    createdAt: row.created_at,
  };
}
