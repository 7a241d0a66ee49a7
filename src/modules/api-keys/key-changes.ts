import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { AccessChanges } from '../access/index.ts';
import { type ApiKey, type ApiKeyView, viewOf } from './api-key.ts';
import { apiKeyEvent, type ApiKeyChange } from './api-key.events.ts';

/** What a change of a key gives, and what it was; undefined when nothing was to be done. */
export interface Changed {
  readonly apiKey: ApiKey;
  readonly change?: ApiKeyChange;
}

/** Runs changes of a person's keys, announces them, and makes them felt by the next request in every process. */
@Injectable()
export class KeyChanges {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: AccessChanges,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(userId: string, work: (tx: Tx, now: Date) => Promise<Changed>): Promise<ApiKeyView> {
    const view = await this.transactions.run(async (tx) => {
      const now = this.clock.now();
      const { apiKey, change } = await work(tx, now);
      if (change !== undefined) {
        await this.access.announceUser(tx, userId);
        const event = apiKeyEvent(change, apiKey, now);
        await this.outbox.append(tx, event);
        await audit.announced(tx, 'api-keys', [event]);
      }
      return viewOf(apiKey, now);
    });
    await this.access.feltByUser(userId);
    return view;
  }
}
