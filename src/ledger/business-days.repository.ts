import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../platform/postgres/index.ts';
import { dayOf } from '../shared/calendar-day.ts';
import type { BusinessDay } from './business-day.ts';

@Injectable()
export class BusinessDaysRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Closes the day. Waits for postings under way. Returns false, and does nothing, when it is not the next one or not over. */
  async close(tx: Tx, { day, closedThrough, closedBy, closedAt }: BusinessDay): Promise<boolean> {
    const rows = await tx.$queryRaw<{ closed: boolean }[]>`
      select ledger_close_day(${day}::date, ${closedThrough}::timestamptz, ${closedBy}::uuid, ${closedAt}::timestamptz) as closed`;
    return rows[0]?.closed ?? false;
  }

  /** When the first transfer was written, while no day is closed yet: `since` is undefined on empty books. Undefined afterwards. */
  async beforeFirst(tx: Tx): Promise<{ since: Date | undefined } | undefined> {
    if (await tx.ledgerBusinessDay.findFirst({ select: { day: true } })) return undefined;
    const { _min: first } = await tx.ledgerTransfer.aggregate({ _min: { createdAt: true } });
    return { since: first.createdAt ?? undefined };
  }

  /** Reads outside of every transaction unless one is given. */
  async find(day: string, reader: Tx = this.postgres.prisma): Promise<BusinessDay | undefined> {
    const row = await reader.ledgerBusinessDay.findUnique({ where: { day: new Date(day) } });
    return row ? toBusinessDay(row) : undefined;
  }

  /** Latest first, `limit + 1` rows at most; those before `before`. */
  async list(before: string | undefined, limit: number): Promise<BusinessDay[]> {
    const rows = await this.postgres.prisma.ledgerBusinessDay.findMany({
      where: before === undefined ? {} : { day: { lt: new Date(before) } },
      orderBy: { day: 'desc' },
      take: limit + 1,
    });
    return rows.map(toBusinessDay);
  }
}

function toBusinessDay({ day, ...row }: Prisma.LedgerBusinessDayGetPayload<object>): BusinessDay {
  return { ...row, day: dayOf(day) };
}
