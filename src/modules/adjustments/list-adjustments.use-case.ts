import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import type { RequestStatus } from '../../shared/maker-checker.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import type { Adjustment } from './adjustment.ts';
import { AdjustmentsRepository } from './adjustments.repository.ts';

const LIST = 'adjustments';

export interface AdjustmentsQuery {
  readonly status?: RequestStatus;
  readonly walletId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Adjustments of every wallet, newest first. Refuses `invalid_cursor`. */
@Injectable()
export class ListAdjustments {
  constructor(
    private readonly repository: AdjustmentsRepository,
    private readonly cursors: Cursors,
  ) {}

  async execute({ limit, cursor, status, walletId }: AdjustmentsQuery): Promise<Page<Adjustment>> {
    const filters = { status, walletId };
    const [beforeId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.repository.list({ ...filters, beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
