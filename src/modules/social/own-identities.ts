import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { User } from '../users/index.ts';
import { IdentitiesRepository } from './identities.repository.ts';
import type { LinkedIdentity } from './identity.ts';
import { IdentityNews } from './identity-news.ts';

/** Where a person signs in: what other modules may ask. */
@Injectable()
export class OwnIdentities {
  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly news: IdentityNews,
  ) {}

  list(tx: Tx, { id }: User): Promise<LinkedIdentity[]> {
    return this.identities.list(id, tx);
  }

  /** With the transaction, in which the person is locked and has a password to sign in with. Whoever asks tells the person. */
  async unlink(tx: Tx, user: User, identities: readonly LinkedIdentity[]): Promise<void> {
    for (const { provider } of identities) {
      await this.identities.remove(tx, user.id, provider);
      await this.news.record(tx, user, 'unlinked', provider);
    }
  }
}
