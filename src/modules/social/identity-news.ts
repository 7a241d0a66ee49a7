import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Notices } from '../messages/index.ts';
import type { User } from '../users/index.ts';
import { identityEvent } from './identity.events.ts';
import type { SocialProviderName } from './social-provider.ts';

type Change = 'linked' | 'unlinked';

/** Tells what became of a person's identities: other parts of the application, the audit log, and the person. */
@Injectable()
export class IdentityNews {
  constructor(
    private readonly outbox: Outbox,
    private readonly notices: Notices,
  ) {}

  /** With the transaction that did it. It is said who did it: who signs in is known by no request yet. */
  async record(tx: Tx, { id: userId }: User, change: Change, provider: SocialProviderName): Promise<void> {
    const event = identityEvent(change, userId, provider);
    await this.outbox.append(tx, event);
    const { type: action, aggregateId: subjectId, payload: after } = event;
    await audit.record(tx, { service: 'social', action, subjectId, userId, after });
  }

  /** The same, and an e-mail to the person: a way in that they had not, or have no more. */
  async tell(tx: Tx, user: User, change: Change, provider: SocialProviderName): Promise<void> {
    await this.record(tx, user, change, provider);
    await this.notices.queue(tx, user.email, `identity-${change}`, { provider });
  }
}
