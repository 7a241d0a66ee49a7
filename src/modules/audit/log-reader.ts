import { Injectable } from '@nestjs/common';
import { dayOf } from '../../shared/calendar-day.ts';
import { AuditChains } from './audit-chains.repository.ts';
import { AuditLog, type LogKey } from './audit-log.repository.ts';
import { type ChainedEvent, dayAfter, dayBefore, serviceDayOf } from './chained-event.ts';

/** What is looked for: events that say all of it. */
export interface LogFilters {
  readonly service?: string;
  /** Who did it, or to whom it was done. */
  readonly userId?: string;
  readonly subjectId?: string;
  readonly transactionId?: string;
  readonly from?: Date;
  /** Before this moment. */
  readonly to?: Date;
}

/** A place in the list: among the events that are logged under this day, or under any, before this one. */
export interface LogPosition {
  readonly day: string;
  readonly before: string;
}

export interface LogPage {
  readonly events: readonly ChainedEvent[];
  /** Where to go on; undefined when there is no more. */
  readonly next: LogPosition | undefined;
}

/** Lists of the log that are read side by side. */
interface Stratum {
  readonly day: string;
  readonly keys: readonly LogKey[];
}

interface Round {
  readonly day: string;
  readonly events: readonly ChainedEvent[];
}

/** How often the log is looked at for one page. What is not found by then is behind the page's cursor. */
const MAX_ROUNDS = 10;
const ROUND = 100;
const DAYS = 31;
const ANY_DAY = 'any';
const FIRST = { day: '1900-01-01', moment: '0' } as const;
const LAST = { day: '2300-01-01', moment: '9' } as const;

/** Reads the log by what narrows it the most, in a bounded number of questions. */
@Injectable()
export class LogReader {
  constructor(
    private readonly log: AuditLog,
    private readonly chains: AuditChains,
  ) {}

  /** Newest first; `limit` at most, and fewer when much was looked at in vain: `next` says where to go on. */
  async read(filters: LogFilters, limit: number, after?: LogPosition): Promise<LogPage> {
    const rounds = this.rounds(filters, after);
    const found: { readonly event: ChainedEvent; readonly next: LogPosition }[] = [];
    let next: LogPosition | undefined;
    for (let nth = 0; nth < MAX_ROUNDS && found.length <= limit; nth += 1) {
      const round = await rounds.next();
      if (round.done) return pageOf(found, limit, undefined);
      const { day, events } = round.value;
      next = { day, before: events.at(-1)?.momentEvent ?? '' };
      for (const event of events) {
        if (says(event, filters)) found.push({ event, next: { day, before: event.momentEvent } });
      }
    }
    return pageOf(found, limit, next);
  }

  private async *rounds(filters: LogFilters, after: LogPosition | undefined): AsyncGenerator<Round, void> {
    const from = filters.from?.toISOString() ?? FIRST.moment;
    for await (const { day, keys } of this.strata(filters, after?.day)) {
      let before = after?.day === day ? after.before : (filters.to?.toISOString() ?? LAST.moment);
      for (let more = true; more;) {
        const events = await this.round(keys, from, before);
        yield { day, events };
        before = events.at(-1)?.momentEvent ?? before;
        more = events.length === ROUND;
      }
    }
  }

  private async *strata(filters: LogFilters, since: string | undefined): AsyncGenerator<Stratum> {
    const keys = keysOf(filters);
    if (keys) {
      yield { day: ANY_DAY, keys };
      return;
    }
    const { service, from, to } = filters;
    // What came late is logged under the day after.
    const first = from ? dayOf(from) : FIRST.day;
    let last = since ?? (to ? dayAfter(dayOf(to)) : LAST.day);
    for (let more = true; more;) {
      const days = await this.chains.days({ service, from: first, to: last }, DAYS);
      for (const { day, services } of days) {
        yield { day, keys: services.map((name) => ({ by: 'serviceDay', value: serviceDayOf(name, day) })) };
        last = dayBefore(day);
      }
      more = days.length === DAYS;
    }
  }

  private async round(keys: readonly LogKey[], from: string, before: string): Promise<ChainedEvent[]> {
    if (before <= from) return [];
    // One more than needed: the end of the range is in it, and was seen already.
    const lists = await Promise.all(keys.map((key) => this.log.query({ ...key, from, before, limit: ROUND + 1 })));
    const byPlace = new Map(lists.flat().map((event) => [event.momentEvent, event]));
    byPlace.delete(before);
    return [...byPlace.values()].sort((a, b) => (a.momentEvent < b.momentEvent ? 1 : -1)).slice(0, ROUND);
  }
}

function pageOf(
  found: readonly { readonly event: ChainedEvent; readonly next: LogPosition }[],
  limit: number,
  next: LogPosition | undefined,
): LogPage {
  const shown = found.slice(0, limit);
  return { events: shown.map(({ event }) => event), next: found.length > limit ? shown.at(-1)?.next : next };
}

/** The indexes that narrow it the most; undefined when only services and days do. */
function keysOf({ userId, subjectId, transactionId }: LogFilters): LogKey[] | undefined {
  if (transactionId !== undefined) return [{ by: 'transactionId', value: transactionId }];
  if (subjectId !== undefined) return [{ by: 'subjectId', value: subjectId }];
  if (userId === undefined) return undefined;
  return [
    { by: 'userId', value: userId },
    { by: 'subjectId', value: userId },
  ];
}

function says(event: ChainedEvent, { service, userId, subjectId, transactionId }: LogFilters): boolean {
  if (service !== undefined && event.service !== service) return false;
  if (userId !== undefined && event['userId'] !== userId && event.subjectId !== userId) return false;
  if (subjectId !== undefined && event.subjectId !== subjectId) return false;
  return transactionId === undefined || event['transactionId'] === transactionId;
}
