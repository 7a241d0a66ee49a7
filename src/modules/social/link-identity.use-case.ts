import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { IdentitiesRepository } from './identities.repository.ts';
import { identityEvent } from './identity.events.ts';
import type { SocialIdentity } from './social-provider.ts';

/**
 * Gives a person another way in. Refuses `email_unproved` (an account under an address that is not theirs must have no way in that stays
 * when the owner of the address takes it back), `identity_taken` and `identity_exists`. What is linked to them already stays so.
 */
@Injectable()
export class LinkIdentity {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly identities: IdentitiesRepository,
    private readonly outbox: Outbox,
  ) {}

  async execute(userId: string, identity: SocialIdentity): Promise<void> {
    await this.transactions.run(async (tx) => {
      const user = await this.users.lock(tx, userId);
      if (user.emailVerifiedAt === null) throw refuse('email_unproved');
      const linked = await this.identities.list(userId, tx);
      const there = linked.find(({ provider }) => provider === identity.provider);
      if (there?.subject === identity.subject) return;
      if (there !== undefined) throw refuse('identity_exists');
      if (!(await this.identities.insert(tx, identity, userId))) throw refuse('identity_taken');
      const event = identityEvent('linked', userId, identity.provider);
      await this.outbox.append(tx, event);
      await audit.announced(tx, 'social', [event]);
    });
  }
}
