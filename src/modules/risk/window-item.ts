import type { History, Signal } from './history.ts';
import { type MicroPosition, type MovementPart, type Subject, sumsOf } from './movement.ts';

/** The sort key of the one item of a person that each decision reads and writes. */
export const WINDOW = 'window';

const SIGNAL = 's:';
export const PAYEE = 'p:';
export const DEVICE = 'v:';
const DAY = 'd:';
const WEEK = 'w:';
const MAX_PARTS = 10;
const DAY_MS = 86_400_000;
/** Longer than a week. */
const SPENDING_KEPT_DAYS = 9;

type StoredPart = readonly [currency: string, amount: string, payee: string, id: string, count?: number];

/** A signal as it is stored: short names, for it is read and written with each movement. Amounts are digits. */
export interface StoredSignal {
  readonly t: number;
  readonly k: Subject;
  readonly e: readonly StoredPart[];
  readonly d?: string;
  readonly p?: readonly [latitude: number, longitude: number];
  readonly c?: string;
}

export type WindowItem = Readonly<Record<string, unknown>>;

export const signalName = (id: string): string => `${SIGNAL}${id}`;
export const dayName = (atMs: number, currency: string): string => `${DAY}${dayOf(atMs)}:${currency}`;
export const weekName = (atMs: number, currency: string): string => `${WEEK}${mondayOf(atMs)}:${currency}`;

export function storedSignal({ atMs, subject, parts, device, position, claim }: Omit<Signal, 'id'>): StoredSignal {
  return {
    ...{ t: atMs, k: subject, e: storedParts(parts) },
    ...(device === undefined ? {} : { d: device }),
    ...(position === undefined ? {} : { p: [position.latitude, position.longitude] }),
    ...(claim === undefined ? {} : { c: claim }),
  };
}

/** Each by itself when they are few. Of many, sums: an item has an end, and a batch must not fill it. */
export function storedParts(parts: readonly MovementPart[]): StoredPart[] {
  if (parts.length <= MAX_PARTS) return parts.map(storedPart);
  const byCurrency = Map.groupBy(parts, ({ currency }) => currency);
  return [...sumsOf(parts)].map(([currency, sum]) => {
    const count = (byCurrency.get(currency) ?? []).reduce((total, part) => total + (part.count ?? 1), 0);
    return [currency, sum.toString(), '', '', count];
  });
}

function storedPart({ currency, amount, payee, id, count }: MovementPart): StoredPart {
  const stored = [currency, amount.toString(), payee, id] as const;
  return count === undefined ? stored : [...stored, count];
}

export function signalOf(id: string, { t, k, e, d, p, c }: StoredSignal): Signal {
  const parts = e.map(([currency, amount, payee, part, count]): MovementPart => ({
    ...{ currency, amount: BigInt(amount), payee, id: part },
    ...(count === undefined ? {} : { count }),
  }));
  return { id, atMs: t, subject: k, parts, device: d, position: p && positionOf(p), claim: c };
}

/** What the item says of before, without the signal of this id. */
export function historyOf(item: WindowItem | undefined, exceptId?: string): History {
  const entries = Object.entries(item ?? {});
  const named = (prefix: string) =>
    entries
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value] as const);
  const signals = named(SIGNAL)
    .filter(([id]) => id !== exceptId)
    .map(([id, stored]) => signalOf(id, stored as StoredSignal))
    .sort((one, other) => one.atMs - other.atMs || (one.id < other.id ? -1 : 1));
  const times = (prefix: string) => new Map(named(prefix).map(([name, time]) => [name, Number(time)]));
  return { signals, payees: times(PAYEE), devices: times(DEVICE) };
}

/** Whether it is what was spent on a day, or in a week, that is long over. */
export function isOldSpending(name: string, atMs: number): boolean {
  if (!name.startsWith(DAY) && !name.startsWith(WEEK)) return false;
  return name.slice(DAY.length, DAY.length + 10) < dayOf(atMs - SPENDING_KEPT_DAYS * DAY_MS);
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

// Weeks begin on Monday, in UTC.
function mondayOf(atMs: number): string {
  const daysSinceMonday = (new Date(atMs).getUTCDay() + 6) % 7;
  return dayOf(atMs - daysSinceMonday * DAY_MS);
}

const positionOf = ([latitude, longitude]: readonly [number, number]): MicroPosition => ({ latitude, longitude });
