import { Injectable } from '@nestjs/common';
import { Postgres } from './postgres.ts';
import type { TransactionLimits, Tx } from './transaction.ts';

/** The use cases' view of PostgreSQL: they may open a transaction, and hand it to repositories; nothing more. */
@Injectable()
export class Transactions {
  constructor(private readonly postgres: Postgres) {}

  /** Runs `work` in one transaction; again from its start, a bounded number of times, on a serialization failure or deadlock. */
  run<T>(work: (tx: Tx) => Promise<T>, limits?: TransactionLimits): Promise<T> {
    return this.postgres.transaction(work, limits);
  }
}
