import { Injectable } from '@nestjs/common';
import { AnchorsRepository, type Anchor } from '../../ledger/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';

const LIST = 'ledger-anchors';

/** The anchors of closed days, newest first. Refuses `invalid_cursor`. */
@Injectable()
export class ListAnchors {
  constructor(
    private readonly anchors: AnchorsRepository,
    private readonly cursors: Cursors,
  ) {}

  async execute({ limit, cursor }: PageQuery): Promise<Page<Anchor>> {
    const before = this.cursors.decode(LIST, {}, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.anchors.list(before, limit), limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, {}, [last.day]) : null };
  }
}
