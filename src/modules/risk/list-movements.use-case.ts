import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { type LoggedMovement, timestampOf } from './logged-movement.ts';
import { SignalLog } from './signal-log.repository.ts';

const LIST = 'risk-movements';

/** What a person did lately, as risk saw it. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class ListMovements {
  constructor(
    private readonly log: SignalLog,
    private readonly users: Users,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async execute(userId: string, { limit, cursor }: PageQuery): Promise<Page<LoggedMovement>> {
    if (!(await this.users.findById(userId))) throw refuse('not_found', 'There is no such person');
    const [before] = this.cursors.decode(LIST, { userId }, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.log.ofPerson(userId, before, limit + 1), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, { userId }, [timestampOf(last)]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
