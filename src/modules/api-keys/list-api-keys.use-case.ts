import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { Clock } from '../../shared/clock.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { type ApiKeyView, viewOf } from './api-key.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';

const LIST = 'api-keys';

/** A person's keys, newest first, also those that were over lately. Refuses `invalid_cursor`. */
@Injectable()
export class ListApiKeys {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async execute(userId: string, { limit, cursor }: PageQuery): Promise<Page<ApiKeyView>> {
    const [beforeId] = this.cursors.decode(LIST, { userId }, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.keys.list(userId, beforeId, limit), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, { userId }, [last.id]) : null;
    const now = this.clock.now();
    return { data: rows.map((key) => viewOf(key, now)), hasMore, nextCursor };
  }
}
