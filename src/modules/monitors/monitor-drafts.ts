import { Injectable } from '@nestjs/common';
import type { Account } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { crossingEvent } from './monitor.events.ts';
import { assertWatchable, isBeyond, type Monitor, type MonitorDirection, type MonitorMetric } from './monitor.ts';
import { MonitorsRepository } from './monitors.repository.ts';

export interface WantedMonitor {
  readonly metric: MonitorMetric;
  readonly direction: MonitorDirection;
  readonly threshold: number;
  /** The threshold itself when absent. */
  readonly rearmAt?: number;
}

interface NewMonitor {
  readonly id: string;
  readonly account: Account;
  readonly ownerId: string | null;
  readonly wanted: WantedMonitor;
}

/** How many monitors somebody may have on one account: each may announce every transfer, so they must be few. */
const MAX_MONITORS = 10;

/** Makes monitors, in the state in which the account is at that moment. */
@Injectable()
export class MonitorDrafts {
  constructor(
    private readonly monitors: MonitorsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  nextId(): string {
    return this.ids.next();
  }

  /** Refuses `rearm_on_wrong_side`, `metric_without_limit` and `monitor_limit_reached`. */
  async add(tx: Tx, { id, account, ownerId, wanted }: NewMonitor): Promise<Monitor> {
    const { metric, direction } = wanted;
    const threshold = BigInt(wanted.threshold);
    const rule = { metric, direction, threshold, rearmAt: BigInt(wanted.rearmAt ?? wanted.threshold) };
    assertWatchable(rule, account);
    if ((await this.monitors.count(tx, account.id, ownerId)) >= MAX_MONITORS) throw refuse('monitor_limit_reached');

    const now = this.clock.now();
    const { value, version: seenVersion } = await this.monitors.read(tx, account.id, metric, now);
    const fires = isBeyond(rule, value);
    const whose = { id, accountId: account.id, ownerId, currency: account.asset };
    const state = fires ? ('fired' as const) : ('armed' as const);
    const seen = { lastValue: value, lastFiredAt: fires ? now : null, seenVersion, seenAt: now };
    const monitor: Monitor = { ...whose, ...rule, state, ...seen, version: 1, createdAt: now };
    await this.monitors.insert(tx, monitor);
    const after = { accountId: account.id, ...rule };
    await audit.record(tx, { service: 'monitors', action: 'monitor.added', subjectId: id, after });
    if (fires) await this.outbox.append(tx, crossingEvent({ monitor, from: 'armed', to: 'fired', value, at: now }));
    return monitor;
  }

  /** Refuses `not_found`, also when it is somebody else's. */
  async require(tx: Tx, id: string, ownerId: string | null): Promise<Monitor> {
    const monitor = await this.monitors.find(id, tx);
    if (!monitor || monitor.ownerId !== ownerId) throw refuse('not_found', 'There is no such monitor');
    return monitor;
  }
}
