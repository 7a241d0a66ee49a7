import { distanceMeters } from '../venues/index.ts';
import type { Condition, Listed } from './condition.ts';
import { type History, lastPaid, lastPlaced, lastUsed, within } from './history.ts';
import { type MicroPosition, type Movement, sumsOf } from './movement.ts';

const MICRO_DEGREES = 1e6;
const MS_PER_HOUR = 3_600_000n;
const METERS_PER_KM = 1_000n;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** What a condition is looked at with. */
export interface Circumstances {
  readonly movement: Movement;
  readonly atMs: number;
  /** Undefined when it could not be read. */
  readonly history: History | undefined;
  /** Which of the movement's names are on a list. */
  readonly listed: ReadonlySet<Listed>;
}

/** Whether it holds; undefined when what it asks for is not known. Whole numbers alone decide. */
export type Truth = boolean | undefined;

export function evaluate(condition: Condition, seen: Circumstances): Truth {
  if ('all' in condition) return allOf(condition.all.map((one) => evaluate(one, seen)));
  if ('any' in condition) return anyOf(condition.any.map((one) => evaluate(one, seen)));
  if ('not' in condition) return not(evaluate(condition.not, seen));
  if ('amount' in condition) return reaches(sumsOf(seen.movement.parts), condition.amount.atLeast);
  if ('night' in condition) return isNight(seen.atMs, condition.night);
  if ('listed' in condition) return seen.listed.has(condition.listed);
  return lookBack(condition, seen);
}

type Backward = Extract<
  Condition,
  { count: unknown } | { sum: unknown } | { newPayee: unknown } | { newDevice: unknown } | { speed: unknown }
>;

function lookBack(condition: Backward, { movement, atMs, history }: Circumstances): Truth {
  if (movement.isUnattended && ('newDevice' in condition || 'speed' in condition)) return false;
  if (history === undefined) return undefined;
  if ('count' in condition) {
    const before = within(history, atMs, condition.count.withinSeconds * 1_000);
    const parts = [...before.flatMap((signal) => signal.parts), ...movement.parts];
    return parts.reduce((sum, { count = 1 }) => sum + count, 0) >= condition.count.atLeast;
  }
  if ('sum' in condition) {
    const before = within(history, atMs, condition.sum.withinSeconds * 1_000).flatMap(({ parts }) => parts);
    return reaches(sumsOf([...before, ...movement.parts]), condition.sum.atLeast);
  }
  if ('newPayee' in condition) {
    const since = atMs - condition.newPayee.withinSeconds * 1_000;
    return movement.parts.some(({ payee }) => isBefore(lastPaid(history, payee, atMs), since));
  }
  if ('newDevice' in condition) {
    if (movement.device === undefined) return undefined;
    return isBefore(lastUsed(history, movement.device, atMs), atMs - condition.newDevice.withinSeconds * 1_000);
  }
  return isTooFast(condition.speed, { movement, atMs, history });
}

const isBefore = (time: number | undefined, since: number): boolean => time === undefined || time <= since;

/** Whether one of the sums is at or above what is asked of its currency. */
function reaches(sums: ReadonlyMap<string, bigint>, atLeast: Readonly<Record<string, number>>): boolean {
  return [...sums].some(([currency, sum]) => {
    const least = Object.hasOwn(atLeast, currency) ? atLeast[currency] : undefined;
    return least !== undefined && sum >= BigInt(least);
  });
}

function isTooFast(
  { atLeastKmPerHour, atLeastMeters }: { atLeastKmPerHour: number; atLeastMeters: number },
  { movement, atMs, history }: { movement: Movement; atMs: number; history: History },
): Truth {
  const before = lastPlaced(history, atMs);
  if (movement.position === undefined || before === undefined) return undefined;
  const meters = wholeMeters(before.position, movement.position);
  if (meters < BigInt(atLeastMeters)) return false;
  // metres / (ms / hour) >= km/h x 1000, without a division.
  return meters * MS_PER_HOUR >= BigInt(atLeastKmPerHour) * METERS_PER_KM * BigInt(atMs - before.atMs);
}

/** The way between two positions, in whole metres: what is behind the point is cut off before anything is compared. */
export function wholeMeters(from: MicroPosition, to: MicroPosition): bigint {
  return BigInt(Math.trunc(distanceMeters(inDegrees(from), inDegrees(to))));
}

const inDegrees = ({ latitude, longitude }: MicroPosition) => ({
  latitude: latitude / MICRO_DEGREES,
  longitude: longitude / MICRO_DEGREES,
});

function isNight(
  atMs: number,
  { from, to, utcOffsetMinutes }: { from: string; to: string; utcOffsetMinutes: number },
): boolean {
  const utcMinute = new Date(atMs + utcOffsetMinutes * MINUTE_MS);
  const minute = (utcMinute.getUTCHours() * 60 + utcMinute.getUTCMinutes()) % DAY_MINUTES;
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  return begins <= ends ? minute >= begins && minute < ends : minute >= begins || minute < ends;
}

function minuteOf(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
