import { Injectable } from '@nestjs/common';
import { type DeadEvent, OutboxEvents } from '../../platform/events/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { Clock } from '../../shared/clock.ts';
import { type Page, pageOf } from '../../shared/page.ts';

const LIST = 'admin/outbox';

export interface OutboxReport {
  readonly waiting: number;
  readonly dead: number;
  readonly oldestWaitingSeconds: number | null;
  readonly events: Page<DeadEvent>;
}

/** How many events wait and are dead, and a page of the dead. Refuses invalid_cursor. */
@Injectable()
export class ReadOutbox {
  constructor(
    private readonly events: OutboxEvents,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async execute(query: { limit: number; cursor?: string }): Promise<OutboxReport> {
    const [position] = this.cursors.decode(LIST, {}, query.cursor) ?? [];
    const [{ waiting, dead, oldestWaitingAt }, found] = await Promise.all([
      this.events.counts(),
      this.events.listDead(position === undefined ? undefined : BigInt(position), query.limit + 1),
    ]);
    const { rows, hasMore } = pageOf(found, query.limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, {}, [last.position.toString()]) : null;
    return {
      waiting,
      dead,
      oldestWaitingSeconds: this.ageSeconds(oldestWaitingAt),
      events: { data: rows, hasMore, nextCursor },
    };
  }

  private ageSeconds(since: Date | null): number | null {
    return since && Math.max(0, Math.floor((this.clock.now().getTime() - since.getTime()) / 1_000));
  }
}
