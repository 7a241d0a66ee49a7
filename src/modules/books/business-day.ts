import { dayOf } from '../../shared/calendar-day.ts';
import { refuse } from '../../shared/refusal.ts';

const DAY_MS = 24 * 3_600_000;
/** A day can be closed when it has been over for so long: clocks differ, and what was asked for in time is written a little later. */
const GRACE_MS = 5 * 60_000;

/**
 * The first moment after a day of the calendar, `YYYY-MM-DD` in UTC. Refuses `business_day_not_over` for a day that is not over,
 * or only just.
 */
export function endOfDay(day: string, now: Date): Date {
  const end = new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS);
  if (now.getTime() < end.getTime() + GRACE_MS) throw refuse('business_day_not_over');
  return end;
}

/**
 * The earliest day, `YYYY-MM-DD`, that may be closed first: that of the first transfer, or yesterday when there was none until then.
 * A year that was mistyped would otherwise mean thousands of empty days to close.
 */
export function earliestFirstDay(firstTransferAt: Date | undefined, now: Date): string {
  const yesterday = now.getTime() - DAY_MS;
  const earliest = Math.min(firstTransferAt?.getTime() ?? yesterday, yesterday);
  return dayOf(new Date(earliest));
}
