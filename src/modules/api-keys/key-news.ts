import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { AccessChanges } from '../access/index.ts';
import { Notices } from '../messages/index.ts';
import type { User } from '../users/index.ts';
import type { ApiKey } from './api-key.ts';
import { apiKeyEvent, type ApiKeyChange } from './api-key.events.ts';

/** Tells what became of keys: other parts of the application, the audit log, every process, and their owner. */
@Injectable()
export class KeyNews {
  constructor(
    private readonly access: AccessChanges,
    private readonly outbox: Outbox,
    private readonly notices: Notices,
  ) {}

  /** With the transaction that did it. Of a key that is made or rotated the owner is told by e-mail. */
  async tell(tx: Tx, owner: User, change: ApiKeyChange, apiKeys: readonly ApiKey[], at: Date): Promise<void> {
    await this.access.announceUser(tx, owner.id);
    const events = apiKeys.map((apiKey) => apiKeyEvent(change, apiKey, at));
    for (const event of events) await this.outbox.append(tx, event);
    await audit.announced(tx, 'api-keys', events);
    if (change === 'revoked') return;
    for (const { name } of apiKeys) await this.notices.queue(tx, owner.email, `api-key-${change}`, { name });
  }

  /** After the commit: the next request in every process feels it. */
  felt(userId: string): Promise<void> {
    return this.access.feltByUser(userId);
  }
}
