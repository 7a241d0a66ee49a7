import { Injectable, Logger } from '@nestjs/common';
import { AuditEvents, type DueEvent } from './audit-events.repository.ts';
import { AuditQueue } from './audit-queue.repository.ts';
import { AuditLog } from './audit-log.repository.ts';

const BATCH = 250;
const AGAIN_MS = 5_000;
/** So many failures one after the other, and it is not the events that are at fault. */
const FAILURES_IN_A_ROW = 3;

/** Brings one batch of events that have their places to the log, and then takes them out of PostgreSQL, or leaves them to the queue. At least once, and once is what shows. */
@Injectable()
export class DeliverAudit {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly events: AuditEvents,
    private readonly log: AuditLog,
    private readonly queue: AuditQueue,
  ) {}

  /** Returns how many were delivered. Throws when the log takes none of them: they are tried again. */
  async execute(): Promise<number> {
    const due = await this.events.claim(BATCH, 'for the log');
    if (due.length === 0) return 0;
    try {
      await this.log.put(due.map(({ event }) => event));
    } catch {
      return this.singly(due);
    }
    await this.done(positionsOf(due));
    return due.length;
  }

  // One that the log does not take keeps no other back: each is tried by itself, and one that fails waits longer than the rest.
  private async singly(due: readonly DueEvent[]): Promise<number> {
    const left = [...due];
    let [delivered, inARow, failure]: [number, number, unknown] = [0, 0, undefined];
    for (let next = left.shift(); next; next = inARow < FAILURES_IN_A_ROW ? left.shift() : undefined) {
      try {
        await this.log.put([next.event]);
        await this.done([next.position]);
        [delivered, inARow] = [delivered + 1, 0];
      } catch (error) {
        await this.events.backOff([next.position]);
        [inARow, failure] = [inARow + 1, error];
        this.logger.warn(`the log did not take the audit event ${next.event.eventId}`);
      }
    }
    await this.events.giveBack(positionsOf(left), AGAIN_MS);
    if (delivered === 0) throw failure;
    return delivered;
  }

  private done(positions: readonly bigint[]): Promise<void> {
    return this.queue.exists ? this.events.markLogged(positions) : this.events.remove(positions);
  }
}

function positionsOf(due: readonly DueEvent[]): bigint[] {
  return due.map(({ position }) => position);
}
