import type { BusinessDay } from '../../ledger/index.ts';
import type { Page } from '../../shared/page.ts';

export class BusinessDayDto {
  /**
   * In UTC.
   * @example '2026-11-20'
   */
  day!: string;
  /**
   * Nothing takes effect before this any more.
   * @example '2026-11-21T00:00:00.000Z'
   */
  closedThrough!: Date;
  closedBy!: string;
  closedAt!: Date;

  static from({ day, closedThrough, closedBy, closedAt }: BusinessDay): BusinessDayDto {
    return { day, closedThrough, closedBy, closedAt };
  }
}

export class BusinessDayListDto {
  data!: BusinessDayDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<BusinessDay>): BusinessDayListDto {
    return { data: data.map(BusinessDayDto.from), hasMore, nextCursor };
  }
}
