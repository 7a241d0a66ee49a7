import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers, Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { ActiveRisk } from './active-risk.repository.ts';

export const RISK_CHANGED = 'risk.changed';

/** Makes a change of what is in force felt in every process: at once after the commit, and surely, by an event of the same transaction. */
@Injectable()
export class RiskChanges implements OnModuleInit {
  constructor(
    private readonly active: ActiveRisk,
    private readonly outbox: Outbox,
    private readonly handlers: EventHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.on(RISK_CHANGED, 'tell-risk', async () => {
      if (!(await this.active.changed())) throw new Error('Redis did not take the change');
    });
  }

  /** In the transaction that changes it.. */
  async announce(
    tx: Tx,
    aggregateId: string,
    payload: { readonly id: string; readonly status: string },
  ): Promise<void> {
    await this.outbox.append(tx, { type: RISK_CHANGED, aggregateId, payload });
  }

  /** After the commit. */
  async felt(): Promise<void> {
    await this.active.changed();
  }
}
