import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { WriteOff } from './write-off.ts';
import { WriteOffBooks } from './write-off-books.ts';
import { type WantedWriteOff, WriteOffDrafts } from './write-off-drafts.ts';

/**
 * Asks for a write-off, once under the claim. Nothing is written off before somebody else approves it. Refuses `not_found`,
 * what `WriteOffDrafts.draft` refuses, and `idempotency_key_reused`.
 */
@Injectable()
export class RequestWriteOff {
  constructor(
    private readonly drafts: WriteOffDrafts,
    private readonly books: WriteOffBooks,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  execute(wanted: WantedWriteOff, claim?: Claim): Promise<Replayable<WriteOff>> {
    const id = this.drafts.nextId();
    return this.transactions.run(async (tx) => {
      const debt = await this.books.lockDebt(tx, wanted.disputeId);
      const earlier = await this.claims.take(tx, claim, id);
      if (earlier !== undefined) return replayable(await this.books.require(earlier, tx), true);
      return replayable(await this.books.add(tx, this.drafts.draft(id, debt, wanted)), false);
    });
  }
}
