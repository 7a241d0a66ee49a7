import type { NewOutboxEvent } from '../../platform/events/index.ts';
import { wideOnWire } from '../../shared/money-on-wire.ts';
import { eventOf, type MonitorState } from './monitor-state.ts';
import type { Monitor } from './monitor.ts';

/** A monitor's going from one state to the other, and the value that made it. */
export interface Crossing {
  readonly monitor: Pick<
    Monitor,
    'id' | 'accountId' | 'ownerId' | 'currency' | 'metric' | 'direction' | 'threshold' | 'rearmAt'
  >;
  readonly from: MonitorState;
  readonly to: MonitorState;
  readonly value: bigint;
  /** When the entry that made it was written; when it was seen, for what no entry makes. */
  readonly at: Date;
}

/** `balance.monitor_fired` or `balance.monitor_rearmed`. */
export function crossingEvent({ monitor, from, to, value, at }: Crossing): NewOutboxEvent {
  const { id: monitorId, accountId, ownerId, currency, metric, direction, threshold, rearmAt } = monitor;
  return {
    type: eventOf(from, to),
    aggregateId: monitorId,
    payload: {
      ...{ monitorId, accountId, ownerId, currency, metric, direction },
      ...{ threshold: wideOnWire(threshold), rearmAt: wideOnWire(rearmAt), value: wideOnWire(value) },
      occurredAt: at.toISOString(),
    },
  };
}
