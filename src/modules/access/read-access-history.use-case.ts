import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { AccessChangeLine } from './access.ts';
import { type AccessHistoryFilter, AccessHistory } from './access-history.repository.ts';
import { ReadRoles } from './read-roles.use-case.ts';

const LIST = 'access-history';

/** Who gave or took what, newest first. */
@Injectable()
export class ReadAccessHistory {
  constructor(
    private readonly history: AccessHistory,
    private readonly roles: ReadRoles,
    private readonly cursors: Cursors,
  ) {}

  /** What became of a role, and who was given it. Refuses `not_found` and `invalid_cursor`. */
  async ofRole(name: string, query: PageQuery): Promise<Page<AccessChangeLine>> {
    const { name: role } = await this.roles.require(name);
    return this.list({ role }, query);
  }

  /** The roles that a person was given and lost. Refuses `not_found` and `invalid_cursor`. */
  async ofUser(userId: string, query: PageQuery): Promise<Page<AccessChangeLine>> {
    if (!(await this.history.hasUser(userId))) throw refuse('not_found');
    return this.list({ userId }, query);
  }

  private async list(filter: AccessHistoryFilter, { limit, cursor }: PageQuery): Promise<Page<AccessChangeLine>> {
    const filters = { ...filter };
    const [beforeId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.history.list(filter, beforeId, limit), limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null };
  }
}
