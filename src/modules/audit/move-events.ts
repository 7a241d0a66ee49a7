import { Injectable } from '@nestjs/common';
import { ChainEvents } from './chain-events.ts';
import { DeliverAudit } from './deliver-audit.ts';
import { NotePostings } from './note-postings.ts';
import { SendAudit } from './send-audit.ts';

/** One step of each on the way of events to the log; each gives how much it moved. */
@Injectable()
export class MoveEvents {
  constructor(
    private readonly notePostings: NotePostings,
    private readonly chainEvents: ChainEvents,
    private readonly deliver: DeliverAudit,
    private readonly sendAudit: SendAudit,
  ) {}

  /** Makes events of what was posted to the ledger. */
  note(): Promise<number> {
    return this.notePostings.execute();
  }

  /** Brings some that are in the log to the queue. */
  send(): Promise<number> {
    return this.sendAudit.execute();
  }

  /** Gives events their places, and brings some that have theirs to the log. */
  async move(): Promise<{ chained: number; delivered: number }> {
    const chained = await this.chainEvents.execute();
    return { chained, delivered: await this.deliver.execute() };
  }
}
