import type { Account } from '../../ledger/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { MonitorState } from './monitor-state.ts';

export const MONITOR_METRICS = ['balance', 'available', 'pendingOut'] as const;
export const MONITOR_DIRECTIONS = ['below', 'above'] as const;

export type MonitorMetric = (typeof MONITOR_METRICS)[number];
export type MonitorDirection = (typeof MONITOR_DIRECTIONS)[number];

/** When a monitor fires and when it re-arms; minor units in the account's own direction. */
export interface MonitorRule {
  readonly metric: MonitorMetric;
  readonly direction: MonitorDirection;
  readonly threshold: bigint;
  readonly rearmAt: bigint;
}

/** Watches one balance of an account. */
export interface Monitor extends MonitorRule {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  /** Whose it is; null is the platform's own. */
  readonly ownerId: string | null;
  readonly state: MonitorState;
  readonly lastValue: bigint;
  readonly lastFiredAt: Date | null;
  /** The account's version up to which it was looked at, and when. */
  readonly seenVersion: bigint;
  readonly seenAt: Date;
  readonly version: number;
  readonly createdAt: Date;
}

/** Whether the value is on the side of the threshold that the monitor is there for. At the threshold it is not. */
export function isBeyond({ direction, threshold }: MonitorRule, value: bigint): boolean {
  return direction === 'below' ? value < threshold : value > threshold;
}

/**
 * Refuses `rearm_on_wrong_side` when it would re-arm where it fires, and `metric_without_limit` for what is available on an
 * account that has no limit.
 */
export function assertWatchable(rule: MonitorRule, account: Account): void {
  const { direction, threshold, rearmAt } = rule;
  if (direction === 'below' ? rearmAt < threshold : rearmAt > threshold) throw refuse('rearm_on_wrong_side');
  if (rule.metric === 'available' && account.balances.available === null) throw refuse('metric_without_limit');
}
