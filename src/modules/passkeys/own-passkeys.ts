import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Notices } from '../messages/index.ts';
import { Users } from '../users/index.ts';
import { MAX_PASSKEYS, type NewPasskey } from './passkey.ts';
import { PasskeysRepository } from './passkeys.repository.ts';

/** A person's passkeys, one change after another. */
@Injectable()
export class OwnPasskeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly passkeys: PasskeysRepository,
    private readonly notices: Notices,
  ) {}

  /** Refuses `passkey_limit_reached`, and `passkey_invalid` for a key that is somebody's already. */
  add(passkey: NewPasskey): Promise<void> {
    const { id, userId, name } = passkey;
    return this.transactions.run(async (tx) => {
      const { email } = await this.users.lock(tx, userId);
      await this.demandRoom(tx, userId);
      if (!(await this.passkeys.insert(tx, passkey))) throw refuse('passkey_invalid');
      await audit.record(tx, { service: 'passkeys', action: 'passkey.added', subjectId: userId, after: { id, name } });
      await this.notices.queue(tx, email, 'passkey-added', { name });
    });
  }

  /** Refuses `not_found`, also for a passkey of somebody else. */
  remove(id: string, userId: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      if (!(await this.passkeys.remove(tx, id, userId))) throw refuse('not_found');
      await audit.record(tx, { service: 'passkeys', action: 'passkey.removed', subjectId: userId, before: { id } });
    });
  }

  private async demandRoom(tx: Tx, userId: string): Promise<void> {
    if ((await this.passkeys.list(userId, tx)).length >= MAX_PASSKEYS) throw refuse('passkey_limit_reached');
  }
}
