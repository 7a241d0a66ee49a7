import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { Tx } from '../postgres/index.ts';
import type { NewOutboxEvent } from './outbox-event.ts';

/** Announces what a transaction did: the event is committed with it, or not at all, and is delivered afterwards. */
@Injectable()
export class Outbox {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async append(tx: Tx, event: NewOutboxEvent): Promise<void> {
    await this.appendAll(tx, [event]);
  }

  /** Appends in the given order. */
  async appendAll(tx: Tx, events: readonly NewOutboxEvent[]): Promise<void> {
    const now = this.clock.now();
    const data = events.map(({ type, aggregateId, payload }) => ({
      eventId: this.ids.next(now.getTime()),
      type,
      aggregateId,
      payload: payload,
      availableAt: now,
      createdAt: now,
    }));
    await tx.outboxEvent.createMany({ data });
  }
}
