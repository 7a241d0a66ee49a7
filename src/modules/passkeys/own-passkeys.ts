import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { Notices } from '../messages/index.ts';
import { Users } from '../users/index.ts';
import { MAX_PASSKEYS, type NewPasskey, type Passkey } from './passkey.ts';
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

  /** Refuses `invalid_token` when their sessions were ended meanwhile, `passkey_limit_reached`, and `passkey_invalid` for a key that is somebody's already. */
  add(caller: Principal, passkey: NewPasskey): Promise<void> {
    const { id, userId, name } = passkey;
    return this.transactions.run(async (tx) => {
      const { email } = await this.users.lockCaller(tx, caller);
      await this.demandRoom(tx, userId);
      if (!(await this.passkeys.insert(tx, passkey))) throw refuse('passkey_invalid');
      await audit.record(tx, { service: 'passkeys', action: 'passkey.added', subjectId: userId, after: { id, name } });
      await this.notices.queue(tx, email, 'passkey-added', { name });
    });
  }

  /** Refuses `not_found`, also for a passkey of somebody else. */
  remove(id: string, userId: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      const { email } = await this.users.lock(tx, userId);
      const passkey = (await this.passkeys.list(userId, tx)).find((each) => each.id === id);
      if (passkey === undefined) throw refuse('not_found');
      await this.removeAll(tx, userId, [passkey]);
      await this.notices.queue(tx, email, 'passkey-removed', { name: passkey.name });
    });
  }

  list(tx: Tx, userId: string): Promise<Passkey[]> {
    return this.passkeys.list(userId, tx);
  }

  /** With the transaction, in which the person is locked. Whoever asks tells the person. */
  async removeAll(tx: Tx, userId: string, passkeys: readonly Passkey[]): Promise<void> {
    for (const passkey of passkeys) {
      await this.passkeys.remove(tx, passkey.id, userId);
      await this.recordRemoved(tx, passkey);
    }
  }

  private recordRemoved(tx: Tx, { id, name, userId: subjectId }: Passkey): Promise<void> {
    return audit.record(tx, { service: 'passkeys', action: 'passkey.removed', subjectId, before: { id, name } });
  }

  private async demandRoom(tx: Tx, userId: string): Promise<void> {
    if ((await this.passkeys.list(userId, tx)).length >= MAX_PASSKEYS) throw refuse('passkey_limit_reached');
  }
}
