import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Principal } from '../../shared/principal.ts';
import { Users } from '../users/index.ts';
import { type ApiKey, type ApiKeyView, viewOf } from './api-key.ts';
import type { ApiKeyChange } from './api-key.events.ts';
import { KeyNews } from './key-news.ts';

/** What a change of a key gives, and what it was; undefined when nothing was to be done. */
export interface Changed {
  readonly apiKey: ApiKey;
  readonly change?: ApiKeyChange;
}

/** Runs changes of a person's keys, one after another, and tells of them. */
@Injectable()
export class KeyChanges {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly news: KeyNews,
    private readonly clock: Clock,
  ) {}

  /** Refuses `invalid_token` when every session of the person was ended meanwhile: a key would outlive them. */
  async run(caller: Principal, work: (tx: Tx, now: Date) => Promise<Changed>): Promise<ApiKeyView> {
    const view = await this.transactions.run(async (tx) => {
      const owner = await this.users.lockCaller(tx, caller);
      const now = this.clock.now();
      const { apiKey, change } = await work(tx, now);
      if (change !== undefined) await this.news.tell(tx, owner, change, [apiKey], now);
      return viewOf(apiKey, now);
    });
    await this.news.felt(caller.id);
    return view;
  }
}
