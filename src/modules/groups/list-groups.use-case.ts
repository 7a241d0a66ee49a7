import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { type Page, pageOf } from '../../shared/page.ts';
import type { GroupSummary } from './group.ts';
import { GroupsRepository } from './groups.repository.ts';

interface ListGroupsQuery {
  readonly callerId: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** The groups that the caller is in, oldest first. Refuses `invalid_cursor`. */
@Injectable()
export class ListGroups {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly cursors: Cursors,
  ) {}

  async execute({ callerId, limit, cursor }: ListGroupsQuery): Promise<Page<GroupSummary>> {
    const filters = { callerId };
    const after = this.cursors.decode('groups', filters, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.groups.listOf(callerId, after, limit + 1), limit);
    const last = rows.at(-1);
    return {
      data: rows,
      hasMore,
      nextCursor: hasMore && last ? this.cursors.encode('groups', filters, [last.id]) : null,
    };
  }
}
