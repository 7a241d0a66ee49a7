import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { DebtKind, Dispute, DisputeStatus } from './dispute.ts';
import { DisputesRepository } from './disputes.repository.ts';
import type { Evidence } from './evidence.ts';
import { EvidenceRepository } from './evidence.repository.ts';

const DISPUTES = 'disputes';

export interface DisputesQuery {
  readonly status?: DisputeStatus;
  readonly paymentId?: string;
  readonly debt?: DebtKind;
  readonly limit: number;
  readonly cursor?: string;
}

/** A dispute with all that was said against it. */
export interface DisputeFile {
  readonly dispute: Dispute;
  readonly evidence: readonly Evidence[];
}

/** Disputes of every payment, for those who answer them. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class DisputeReads {
  constructor(
    private readonly disputes: DisputesRepository,
    private readonly evidence: EvidenceRepository,
    private readonly cursors: Cursors,
  ) {}

  async file(id: string): Promise<DisputeFile> {
    const dispute = await this.disputes.find(id);
    if (!dispute) throw refuse('not_found', 'There is no such dispute');
    return { dispute, evidence: await this.evidence.ofDispute(id) };
  }

  /** Newest first. */
  async list({ limit, cursor, status, paymentId, debt }: DisputesQuery): Promise<Page<Dispute>> {
    const filters = { status, paymentId, debt };
    const [beforeId] = this.cursors.decode(DISPUTES, filters, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.disputes.list({ ...filters, beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(DISPUTES, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
