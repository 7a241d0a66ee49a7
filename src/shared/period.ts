import { refuse } from './refusal.ts';

/** From its first moment to the one it stops before. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export const MAX_PERIOD_DAYS = 366;
const DAY_MS = 86_400_000;

/** Refuses `period_invalid` when it is empty, runs backwards, or is longer than a report may look at. */
export function periodOf(from: string, to: string): Period {
  const period = { from: new Date(from), to: new Date(to) };
  const lengthMs = period.to.getTime() - period.from.getTime();
  if (lengthMs <= 0) throw refuse('period_invalid', 'The period must end after it begins');
  if (lengthMs > MAX_PERIOD_DAYS * DAY_MS)
    throw refuse('period_invalid', `A period is at most ${MAX_PERIOD_DAYS} days long`);
  return period;
}
