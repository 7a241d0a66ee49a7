import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Decision } from '../../shared/maker-checker.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { WriteOff } from './write-off.ts';
import { WriteOffBooks } from './write-off-books.ts';

/**
 * Approves, rejects or takes back a write-off. Approving posts it, in the same transaction; of two who decide, or of a decision and
 * a collection, the first to lock the debt goes first. Refuses `not_found`, what `WriteOffBooks.decide` refuses, and
 * `idempotency_key_reused`.
 */
@Injectable()
export class DecideWriteOff {
  constructor(
    private readonly books: WriteOffBooks,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  async execute(id: string, decision: Decision, claim?: Claim): Promise<Replayable<WriteOff>> {
    const { disputeId } = await this.books.require(id);
    return this.transactions.run(async (tx) => {
      const debt = await this.books.lockDebt(tx, disputeId);
      const writeOff = await this.books.require(id, tx);
      if ((await this.claims.take(tx, claim, id)) !== undefined) return replayable(writeOff, true);
      return replayable(await this.books.decide(tx, debt, writeOff, decision), false);
    });
  }
}
