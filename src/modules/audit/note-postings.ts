import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { NotedPostings } from './noted-postings.repository.ts';
import { postedEvents } from './posted-events.ts';

/** Batches of the ledger, of up to some hundred commands each. */
const CHUNK = 5;

/** Makes audit events of what was posted to the ledger: the notes go and the events come in one transaction, so each comes once. */
@Injectable()
export class NotePostings {
  constructor(
    private readonly transactions: Transactions,
    private readonly postings: NotedPostings,
  ) {}

  /** Returns how many batches it took. */
  execute(): Promise<number> {
    return this.transactions.run(async (tx) => {
      const batches = await this.postings.take(tx, CHUNK);
      await this.postings.write(tx, batches.flatMap(postedEvents));
      return batches.length;
    });
  }
}
