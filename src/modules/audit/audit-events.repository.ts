import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { dayOf } from '../../shared/calendar-day.ts';
import { chained, type ChainedEvent, type WrittenEvent } from './chained-event.ts';

/** While an event is brought to the log, no other process takes it for this long. */
const VISIBILITY_MS = 60_000;
/** The least and the most that one waits which the log did not take by itself. */
const BACK_OFF_MS = [5_000, 300_000] as const;
const PAGE = 500;

/** A place that an event was given, to be written down. */
export interface GivenPlace {
  readonly position: bigint;
  readonly day: string;
  readonly sequence: bigint;
  readonly previousHash: string;
  readonly hash: string;
  /** What the log will say of where it came from. */
  readonly loggedOrigin: string | null;
}

/** An event on its way to the log. */
export interface DueEvent {
  readonly position: bigint;
  readonly event: ChainedEvent;
}

interface ChainedRow {
  readonly position: bigint;
  readonly event_id: string;
  readonly service: string;
  readonly occurred_at: Date;
  readonly database_transaction: bigint;
  readonly content: string;
  readonly logged_origin: string | null;
  readonly day: Date;
  readonly sequence: bigint;
  readonly previous_hash: Uint8Array;
}

/** The events that are on their way from the transactions that wrote them to the log. */
@Injectable()
export class AuditEvents {
  constructor(private readonly postgres: Postgres) {}

  /** Those without a place, as they were written; for who is alone at giving places. */
  unchained(tx: Tx, limit: number): Promise<WrittenEvent[]> {
    return tx.auditEvent.findMany({ where: { sequence: null }, orderBy: { position: 'asc' }, take: limit });
  }

  async givePlaces(tx: Tx, places: readonly GivenPlace[]): Promise<void> {
    const given = JSON.stringify(places.map((place) => ({ ...place, ...digits(place) })));
    await tx.$executeRaw`
      update audit_event e set day = p.day, sequence = p.sequence,
             previous_hash = decode(p."previousHash", 'hex'), hash = decode(p.hash, 'hex'),
             origin = null, logged_origin = p."loggedOrigin"
        from jsonb_to_recordset(${given}::jsonb)
          as p(position bigint, day date, sequence bigint, "previousHash" text, hash text, "loggedOrigin" text)
       where e.position = p.position`;
  }

  /** Takes up to `limit` that are due, in the order of their places, and hides them from other processes for a while. */
  async claim(limit: number, to: 'for the log' | 'for the queue'): Promise<DueEvent[]> {
    const waiting =
      to === 'for the log' ? Prisma.sql`sequence is not null and logged_at is null` : Prisma.sql`logged_at is not null`;
    const rows = await this.postgres.prisma.$queryRaw<ChainedRow[]>`
      update audit_event set available_at = clock_timestamp() + ${VISIBILITY_MS} * interval '1 ms'
       where position in (
         select position from audit_event where ${waiting} and available_at <= clock_timestamp()
          order by available_at, position limit ${limit} for update skip locked)
      returning position, event_id, service, occurred_at, database_transaction, content, logged_origin, day, sequence, previous_hash`;
    return rows.map(toDue).sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  /** Those that have their place and are not in the log yet, of one chain, page by page. */
  async *onTheWay(service: string, day: string): AsyncGenerator<ChainedEvent[]> {
    for (let after = 0n, more = true; more;) {
      const rows = await this.postgres.prisma.$queryRaw<ChainedRow[]>`
        select position, event_id, service, occurred_at, database_transaction, content, logged_origin, day, sequence, previous_hash
          from audit_event where service = ${service} and day = ${day}::date and sequence > ${after}
         order by sequence limit ${PAGE}`;
      yield rows.map((row) => toDue(row).event);
      after = rows.at(-1)?.sequence ?? after;
      more = rows.length === PAGE;
    }
  }

  /** Back for another try after the delay. */
  async giveBack(positions: readonly bigint[], delayMs: number): Promise<void> {
    await this.postgres.prisma.$executeRaw`
      update audit_event set available_at = clock_timestamp() + ${delayMs} * interval '1 ms'
       where position = any(${positions}::bigint[])`;
  }

  /** Back for another try, after as long again as it has waited already. */
  async backOff(positions: readonly bigint[]): Promise<void> {
    const [least, most] = BACK_OFF_MS;
    await this.postgres.prisma.$executeRaw`
      update audit_event set available_at = clock_timestamp() + least(${most} * interval '1 ms',
             greatest(${least} * interval '1 ms', clock_timestamp() - occurred_at))
       where position = any(${positions}::bigint[])`;
  }

  /** The log has them; the queue is next. */
  async markLogged(positions: readonly bigint[]): Promise<void> {
    await this.postgres.prisma.$executeRaw`
      update audit_event set logged_at = clock_timestamp(), available_at = clock_timestamp()
       where position = any(${positions}::bigint[])`;
  }

  async remove(positions: readonly bigint[]): Promise<void> {
    await this.postgres.prisma.auditEvent.deleteMany({ where: { position: { in: [...positions] } } });
  }

  /** Since when the oldest event waits, in whole seconds; 0 when none does. */
  async waitingSeconds(): Promise<number> {
    const rows = await this.postgres.prisma.$queryRaw<{ seconds: number | null }[]>`
      select extract(epoch from clock_timestamp() - occurred_at)::int as seconds
        from audit_event order by position limit 1`;
    return Math.max(0, rows[0]?.seconds ?? 0);
  }
}

function digits({ position, sequence }: GivenPlace): { position: string; sequence: string } {
  return { position: position.toString(), sequence: sequence.toString() };
}

function toDue(row: ChainedRow): DueEvent {
  const written = {
    position: row.position,
    eventId: row.event_id,
    service: row.service,
    occurredAt: row.occurred_at,
    databaseTransaction: row.database_transaction,
    content: row.content,
    origin: null,
    loggedOrigin: row.logged_origin,
  };
  const previousHash = Buffer.from(row.previous_hash).toString('hex');
  return {
    position: row.position,
    event: chained(written, { day: dayOf(row.day), sequence: row.sequence, previousHash }),
  };
}
