import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { IdentitiesRepository } from './identities.repository.ts';
import { IdentityNews } from './identity-news.ts';
import type { SocialIdentity } from './social-provider.ts';

/**
 * Gives a person another way in. Refuses `email_unproved` (an account under an address that is not theirs must have no way in that stays
 * when the owner of the address takes it back), `identity_taken`, `identity_exists`, and `invalid_token` when their sessions were ended
 * meanwhile. What is linked to them already stays so.
 */
@Injectable()
export class LinkIdentity {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly identities: IdentitiesRepository,
    private readonly news: IdentityNews,
  ) {}

  async execute(caller: Principal, identity: SocialIdentity): Promise<void> {
    await this.transactions.run(async (tx) => {
      const user = await this.users.lockCaller(tx, caller);
      if (user.emailVerifiedAt === null) throw refuse('email_unproved');
      const linked = await this.identities.list(user.id, tx);
      const there = linked.find(({ provider }) => provider === identity.provider);
      if (there?.subject === identity.subject) return;
      if (there !== undefined) throw refuse('identity_exists');
      if (!(await this.identities.insert(tx, identity, user.id))) throw refuse('identity_taken');
      await this.news.tell(tx, user, 'linked', identity.provider);
    });
  }
}
