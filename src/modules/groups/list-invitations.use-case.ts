import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { type Page, pageOf } from '../../shared/page.ts';
import type { NamedInvitation } from './group.ts';
import { InvitationsRepository } from './invitations.repository.ts';

interface ListInvitationsQuery {
  readonly callerId: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Invitations to the caller that wait for an answer, oldest first. Refuses `invalid_cursor`. */
@Injectable()
export class ListInvitations {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly cursors: Cursors,
  ) {}

  async execute({ callerId, limit, cursor }: ListInvitationsQuery): Promise<Page<NamedInvitation>> {
    const filters = { callerId };
    const after = this.cursors.decode('invitations', filters, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.invitations.listPending(callerId, after, limit + 1), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode('invitations', filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
