import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { Users } from '../users/index.ts';
import type { Session } from './session.ts';
import { SessionsRepository } from './sessions.repository.ts';

const LIST = 'sessions';

export interface ListSessionsCommand {
  readonly callerId: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** The caller's live sessions, the newest first. Refuses `invalid_cursor`. */
@Injectable()
export class ListSessions {
  constructor(
    private readonly users: Users,
    private readonly sessions: SessionsRepository,
    private readonly cursors: Cursors,
  ) {}

  async execute({ callerId, limit, cursor }: ListSessionsCommand): Promise<Page<Session>> {
    const filters = { userId: callerId };
    const [afterId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const [{ sessionEpoch }, found] = await Promise.all([
      this.users.require(callerId),
      this.sessions.findLive(callerId),
    ]);
    // Of those that were all ended at once, some may not be deleted yet.
    const live = found.filter(({ epoch }) => epoch === sessionEpoch);
    const { rows, hasMore } = pageOf(afterId ? live.filter(({ id }) => id < afterId) : live, limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null };
  }
}
