import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { IdentitiesRepository } from './identities.repository.ts';
import { identityEvent } from './identity.events.ts';

/** Takes a way in from a person, under their lock, so that two at once leave one. Refuses `not_found` and `last_way_in`. */
@Injectable()
export class UnlinkIdentity {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly identities: IdentitiesRepository,
    private readonly outbox: Outbox,
  ) {}

  async execute(userId: string, provider: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.users.lock(tx, userId);
      const linked = await this.identities.list(userId, tx);
      const identity = linked.find((each) => each.provider === provider);
      if (identity === undefined) throw refuse('not_found');
      if (linked.length === 1 && !(await this.users.hasPassword(tx, userId))) throw refuse('last_way_in');
      await this.identities.remove(tx, userId, identity.provider);
      const event = identityEvent('unlinked', userId, identity.provider);
      await this.outbox.append(tx, event);
      await audit.announced(tx, 'social', [event]);
    });
  }
}
