import { Injectable } from '@nestjs/common';
import { AuditEvents } from './audit-events.repository.ts';
import { AuditLog } from './audit-log.repository.ts';

const BATCH = 250;
const AGAIN_MS = 5_000;

/** Brings one batch of events that have their places to the log, and then takes them out of PostgreSQL. At least once, and once is what shows. */
@Injectable()
export class DeliverAudit {
  constructor(
    private readonly events: AuditEvents,
    private readonly log: AuditLog,
  ) {}

  /** Returns how many were delivered. Throws when the log does not take them: they are tried again. */
  async execute(): Promise<number> {
    const due = await this.events.claim(BATCH);
    if (due.length === 0) return 0;
    const positions = due.map(({ position }) => position);
    try {
      await this.log.put(due.map(({ event }) => event));
    } catch (error) {
      await this.events.giveBack(positions, AGAIN_MS);
      throw error;
    }
    await this.events.remove(positions);
    return due.length;
  }
}
