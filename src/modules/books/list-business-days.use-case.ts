import { Injectable } from '@nestjs/common';
import { BusinessDaysRepository, type BusinessDay } from '../../ledger/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';

const LIST = 'business-days';

/** The closed days of the books, latest first. Refuses `invalid_cursor`. */
@Injectable()
export class ListBusinessDays {
  constructor(
    private readonly days: BusinessDaysRepository,
    private readonly cursors: Cursors,
  ) {}

  async execute({ limit, cursor }: PageQuery): Promise<Page<BusinessDay>> {
    const [before] = this.cursors.decode(LIST, {}, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.days.list(before, limit), limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, {}, [last.day]) : null };
  }
}
