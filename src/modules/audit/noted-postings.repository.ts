import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { AnsweredBatch, PostedEvent } from './posted-events.ts';

interface Row {
  readonly position: bigint;
  readonly database_transaction: bigint;
  readonly notes: string;
  readonly answer: AnsweredBatch['answer'];
}

/** What those who posted to the ledger noted of it. */
@Injectable()
export class NotedPostings {
  /** Takes the oldest batches that nobody else is taking, to be made events of in the same transaction. */
  async take(tx: Tx, limit: number): Promise<AnsweredBatch[]> {
    const rows = await tx.$queryRaw<Row[]>`
      delete from audit_posting where position in (
        select position from audit_posting order by position limit ${limit} for update skip locked)
      returning position, database_transaction, notes, answer`;
    return rows
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .map(({ database_transaction: databaseTransaction, notes, answer }) => ({ databaseTransaction, notes, answer }));
  }

  /** Writes the events of what was posted, under the moment and the transaction of the posting. */
  async write(tx: Tx, events: readonly PostedEvent[]): Promise<void> {
    if (events.length > 0) await tx.auditEvent.createMany({ data: [...events] });
  }
}
