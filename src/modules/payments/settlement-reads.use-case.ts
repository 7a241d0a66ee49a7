import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import { BalanceChangesRepository } from './balance-changes.repository.ts';
import type { Payout, PayoutStatus } from './payout.ts';
import { PayoutsRepository } from './payouts.repository.ts';
import type { RecordedChange } from './recorded-change.ts';

const PAYOUTS = 'payouts';
const CHANGES = 'provider-balance-changes';

interface PageOf {
  readonly limit: number;
  readonly cursor?: string;
}

/** What providers took, gave and paid out, for who reconciles it. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class SettlementReads {
  constructor(
    private readonly payouts: PayoutsRepository,
    private readonly changes: BalanceChangesRepository,
    private readonly cursors: Cursors,
  ) {}

  async payout(id: string): Promise<Payout> {
    const payout = await this.payouts.find(id);
    if (!payout) throw refuse('not_found', 'There is no such payout');
    return payout;
  }

  /** Newest first. */
  async listPayouts({ limit, cursor, status }: PageOf & { status?: PayoutStatus }): Promise<Page<Payout>> {
    const filters = { status };
    const [beforeId] = this.cursors.decode(PAYOUTS, filters, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.payouts.list({ status, beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(PAYOUTS, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }

  /** What happened to our balance at providers, newest first. */
  async listChanges({ limit, cursor, paymentId }: PageOf & { paymentId?: string }): Promise<Page<RecordedChange>> {
    const filters = { paymentId };
    const [at, reference] = this.cursors.decode(CHANGES, filters, cursor) ?? [];
    const before = at === undefined || reference === undefined ? undefined : { occurredAt: new Date(at), reference };
    const { rows, hasMore } = pageOf(await this.changes.list({ paymentId, before, limit }), limit);
    const last = rows.at(-1);
    const position = last && [last.occurredAt.toISOString(), last.reference];
    const nextCursor = hasMore && position ? this.cursors.encode(CHANGES, filters, position) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
