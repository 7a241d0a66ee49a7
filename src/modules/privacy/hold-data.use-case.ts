import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { LegalHold } from './legal-hold.ts';
import { LegalHoldsRepository } from './legal-holds.repository.ts';

const LIST = 'legal-holds';

/** Places legal holds on what is known of a person, and releases them. While one stands, the person is not forgotten. */
@Injectable()
export class HoldData {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: LegalHoldsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Those that were ever placed, newest first. Refuses `not_found` and `invalid_cursor`. */
  async list(userId: string, { limit, cursor }: { limit: number; cursor?: string }): Promise<Page<LegalHold>> {
    const [beforeId] = this.cursors.decode(LIST, { userId }, cursor) ?? [];
    if (!(await this.repository.knows(userId))) throw refuse('not_found');
    const { rows, hasMore } = pageOf(await this.repository.ofPerson(userId, beforeId, limit), limit);
    const last = rows.at(-1);
    return {
      data: rows,
      hasMore,
      nextCursor: hasMore && last ? this.cursors.encode(LIST, { userId }, [last.id]) : null,
    };
  }

  /** Refuses `not_found`, also for somebody who is forgotten already. */
  place(hold: Pick<LegalHold, 'userId' | 'reason' | 'placedBy'>): Promise<LegalHold> {
    return this.transactions.run(async (tx) => {
      if (!(await this.repository.lockPerson(tx, hold.userId))) throw refuse('not_found');
      const placed = await this.repository.place(tx, hold);
      const { userId: subjectId, reason } = hold;
      await audit.record(tx, {
        service: 'privacy',
        action: 'legal-hold.placed',
        subjectId,
        reason,
        after: { id: placed.id },
      });
      return placed;
    });
  }

  /** Refuses `not_found` and `legal_hold_released`. */
  release(id: string, releasedBy: string, releaseReason: string): Promise<LegalHold> {
    return this.transactions.run(async (tx) => {
      const hold = await this.repository.lock(tx, id);
      if (!hold) throw refuse('not_found');
      if (hold.releasedAt) throw refuse('legal_hold_released');
      const released = await this.repository.release(tx, id, { releasedBy, releaseReason });
      const change = { action: 'legal-hold.released', subjectId: hold.userId, reason: releaseReason, after: { id } };
      await audit.record(tx, { service: 'privacy', ...change });
      return released;
    });
  }
}
