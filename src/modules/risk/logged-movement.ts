import type { Signal } from './history.ts';
import type { Decision, Judgement } from './rule.ts';
import { signalOf, type StoredSignal, storedSignal } from './window-item.ts';

/** A movement that was looked at. */
export interface LoggedMovement extends Signal {
  readonly userId: string;
  readonly address?: string;
  /** What was decided; only watched when nothing was. */
  readonly decision: Decision | 'watched';
  readonly score: number;
  readonly reasons: readonly string[];
  /** What rules in the shadow would have added. */
  readonly shadow: Judgement;
}

export interface LogItem extends StoredSignal {
  readonly userId: string;
  /** Milliseconds and the movement's id. */
  readonly timestamp: string;
  readonly expiresAt: number;
  readonly address?: string;
  readonly decision: Decision | 'watched';
  readonly score: number;
  readonly reasons: readonly string[];
  readonly shadow: Judgement;
}

const TIME_DIGITS = 14;

/** Sorts by time. */
export function timestampOf({ atMs, id }: Pick<Signal, 'atMs' | 'id'>): string {
  return `${String(atMs).padStart(TIME_DIGITS, '0')}#${id}`;
}

export function logItemOf(movement: LoggedMovement, expiresAt: number): LogItem {
  const { userId, address, decision, score, reasons, shadow } = movement;
  return {
    ...storedSignal(movement),
    ...{ userId, timestamp: timestampOf(movement), expiresAt, address, decision, score, reasons, shadow },
  };
}

export function loggedOf(item: LogItem): LoggedMovement {
  const { userId, timestamp, address, decision, score, reasons, shadow } = item;
  const id = timestamp.slice(TIME_DIGITS + 1);
  return { ...signalOf(id, item), userId, address, decision, score, reasons, shadow };
}

export function isLogItem({ timestamp }: Pick<LogItem, 'timestamp'>): boolean {
  return /^\d/.test(timestamp);
}
