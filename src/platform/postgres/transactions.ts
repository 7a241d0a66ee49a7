import { Injectable } from '@nestjs/common';
import { Postgres } from './postgres.ts';
import type { Tx } from './transaction.ts';

/** The use cases' view of PostgreSQL: they may open a transaction, and hand it to repositories; nothing more. */
@Injectable()
export class Transactions {
  constructor(private readonly postgres: Postgres) {}

  /** Runs `work` in one transaction; again from its start, a bounded number of times, on a serialization failure or deadlock. */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.postgres.transaction(work);
  }
}
