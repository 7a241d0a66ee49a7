import { Injectable } from '@nestjs/common';
import { AuditEvents, type DueEvent } from './audit-events.repository.ts';
import { AuditQueue, batches } from './audit-queue.repository.ts';

const LIMIT = 250;
const AGAIN_MS = 5_000;
/** So many failures one after the other, and it is not the events that are at fault. */
const FAILURES_IN_A_ROW = 3;

/** Brings events that the log has to the queue, and then takes them out of PostgreSQL. At least once. */
@Injectable()
export class SendAudit {
  constructor(
    private readonly events: AuditEvents,
    private readonly queue: AuditQueue,
  ) {}

  /** Returns how many were sent. Throws when the queue takes none of them: they are tried again. */
  async execute(): Promise<number> {
    if (!this.queue.exists) return 0;
    const due = await this.events.claim(LIMIT, 'for the queue');
    const left = batches(due);
    let [sent, inARow] = [0, 0];
    for (let batch = left.shift(); batch; batch = inARow < FAILURES_IN_A_ROW ? left.shift() : undefined) {
      const taken = await this.send(batch);
      [sent, inARow] = taken > 0 ? [sent + taken, 0] : [sent, inARow + 1];
      // Whichever it was that the queue does not take, it keeps no other back.
      if (taken === 0 && batch.length > 1) left.unshift(...batch.map((one) => [one]));
    }
    await this.events.giveBack(positionsOf(left.flat()), AGAIN_MS);
    if (due.length > 0 && sent === 0) throw new Error('the queue took none');
    return sent;
  }

  private async send(batch: readonly DueEvent[]): Promise<number> {
    const taken = await this.queue.send(batch.map(({ event }) => event));
    const refused = batch.filter(({ event }) => !taken.has(event.eventId));
    await this.events.remove(positionsOf(batch.filter((one) => !refused.includes(one))));
    if (taken.size > 0 || batch.length === 1) await this.events.backOff(positionsOf(refused));
    return taken.size;
  }
}

function positionsOf(due: readonly DueEvent[]): bigint[] {
  return due.map(({ position }) => position);
}
