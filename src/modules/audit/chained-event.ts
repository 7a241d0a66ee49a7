import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { dayOf } from '../../shared/calendar-day.ts';

/** An event as it was written down, before it has its place. */
export interface WrittenEvent {
  readonly position: bigint;
  readonly eventId: string;
  readonly service: string;
  readonly occurredAt: Date;
  readonly databaseTransaction: bigint;
  /** A JSON object of texts. */
  readonly content: string;
  /** Where it came from, until it has its place; and what the log says of it, from then on: JSON objects of texts. */
  readonly origin: string | null;
  readonly loggedOrigin: string | null;
}

/** Where an event stands: the how manieth of its service and day, and what came before it. */
export interface Place {
  readonly day: string;
  readonly sequence: bigint;
  readonly previousHash: string;
}

/** An event with its place, as the log keeps it: texts, and numbers that are safe. The hash covers everything else. */
export interface ChainedEvent {
  readonly serviceDay: string;
  readonly momentEvent: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly eventId: string;
  readonly service: string;
  readonly action: string;
  readonly subjectId: string;
  readonly occurredAt: string;
  readonly actor: string;
  readonly [field: string]: string | number | undefined;
}

/** What stands before the first event of a service's day. */
export function beginningOf(service: string, day: string): string {
  return sha256(`${service}#${day}`);
}

export function serviceDayOf(service: string, day: string): string {
  return `${service}#${day}`;
}

/** An event is logged under its own day, or under the first open one when that is sealed already. */
export function dayFor(occurredAt: Date, sealedThrough: string | undefined): string {
  const own = dayOf(occurredAt);
  return sealedThrough !== undefined && own <= sealedThrough ? dayAfter(sealedThrough) : own;
}

/** The event at its place. The same event at the same place is the same to the byte, however often it is made. */
export function chained(event: WrittenEvent, { day, sequence, previousHash }: Place): ChainedEvent {
  const occurredAt = event.occurredAt.toISOString();
  const fields = {
    ...(JSON.parse(event.content) as { action: string; subjectId: string; actor: string }),
    ...(JSON.parse(event.loggedOrigin ?? '{}') as object),
    serviceDay: serviceDayOf(event.service, day),
    momentEvent: `${occurredAt}#${event.eventId}`,
    service: event.service,
    eventId: event.eventId,
    occurredAt,
    databaseTransactionId: event.databaseTransaction.toString(),
    sequence: Number(sequence),
    previousHash,
  };
  return { ...fields, hash: hashOf(fields) };
}

/** Of everything that an item of the log says but the hash itself. */
export function hashOf({ hash: _own, ...fields }: Readonly<Record<string, unknown>>): string {
  return sha256(canonicalJson(fields));
}

/** What is kept of a whole day: how many events it has, the hash of the last, and the anchor of the day before. */
export function anchorOf(
  { service, day, sequence, hash }: { service: string; day: string; sequence: bigint; hash: Buffer },
  previousAnchor: Buffer | null,
): Buffer {
  const digest = createHash('sha256');
  if (previousAnchor) digest.update(previousAnchor);
  return digest.update(`${service}#${day}#${sequence}#`).update(hash).digest();
}

export function dayAfter(day: string): string {
  return moved(day, 1);
}

export function dayBefore(day: string): string {
  return moved(day, -1);
}

function moved(day: string, days: number): string {
  const moment = new Date(`${day}T00:00:00.000Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return dayOf(moment);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
