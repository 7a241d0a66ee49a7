import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { User } from '../users/index.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import { KeyNews } from './key-news.ts';

/** Revokes every key of a person: what other modules may ask. */
@Injectable()
export class RevokeAllKeys {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly news: KeyNews,
    private readonly clock: Clock,
  ) {}

  /** With the transaction, in which the person is locked: no key is made meanwhile. Whoever asks makes it felt after the commit. */
  async execute(tx: Tx, owner: User): Promise<void> {
    const now = this.clock.now();
    const revoked = await this.keys.revokeAll(tx, owner.id, now);
    if (revoked.length > 0) await this.news.tell(tx, owner, 'revoked', revoked, now);
  }
}
