import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { IdentitiesRepository } from './identities.repository.ts';
import { IdentityNews } from './identity-news.ts';

/** Takes a way in from a person, under their lock, so that two at once leave one. Refuses `not_found` and `last_way_in`. */
@Injectable()
export class UnlinkIdentity {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly identities: IdentitiesRepository,
    private readonly news: IdentityNews,
  ) {}

  async execute(userId: string, provider: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const user = await this.users.lock(tx, userId);
      const linked = await this.identities.list(userId, tx);
      const identity = linked.find((each) => each.provider === provider);
      if (identity === undefined) throw refuse('not_found');
      if (linked.length === 1 && !(await this.users.hasPassword(tx, userId))) throw refuse('last_way_in');
      await this.identities.remove(tx, userId, identity.provider);
      await this.news.tell(tx, user, 'unlinked', identity.provider);
    });
  }
}
