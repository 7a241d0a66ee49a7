import { Injectable } from '@nestjs/common';
import { Metrics } from '../../platform/observability/index.ts';
import { AuditEvents } from './audit-events.repository.ts';

/** Shows how far the log is behind what happened. */
@Injectable()
export class WatchBacklog {
  constructor(
    private readonly events: AuditEvents,
    private readonly metrics: Metrics,
  ) {}

  async look(): Promise<void> {
    const gauge = this.metrics.gauge({
      name: 'audit_waiting_seconds',
      help: 'How long the oldest audit event has waited to be in the log, and in the queue if there is one',
    });
    gauge.set(await this.events.waitingSeconds());
  }
}
