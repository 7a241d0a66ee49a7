import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import type { RequestStatus } from '../../shared/maker-checker.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import type { WriteOff } from './write-off.ts';
import { WriteOffsRepository } from './write-offs.repository.ts';

const LIST = 'write-offs';

export interface WriteOffsQuery {
  readonly status?: RequestStatus;
  readonly disputeId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Write-offs of every debt, newest first. Refuses `invalid_cursor`. */
@Injectable()
export class ListWriteOffs {
  constructor(
    private readonly repository: WriteOffsRepository,
    private readonly cursors: Cursors,
  ) {}

  async execute({ limit, cursor, status, disputeId }: WriteOffsQuery): Promise<Page<WriteOff>> {
    const filters = { status, disputeId };
    const [beforeId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.repository.list({ ...filters, beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
