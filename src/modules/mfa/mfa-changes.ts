import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Notices } from '../messages/index.ts';
import { type User, Users } from '../users/index.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { RecoveryCodes } from './recovery-codes.repository.ts';

type FactorText = 'second-factor-on' | 'second-factor-off' | 'recovery-codes-renewed';

/** What goes with every change of second factors. */
@Injectable()
export class MfaChanges {
  constructor(
    private readonly users: Users,
    private readonly notices: Notices,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  /** Whoever changes theirs, under the lock. Refuses `invalid_token` when their sessions were ended meanwhile. */
  begin(tx: Tx, caller: Principal): Promise<User> {
    return this.users.lockCaller(tx, caller);
  }

  /** Somebody whom an operator helps, under the lock. Refuses `not_found`. */
  lock(tx: Tx, userId: string): Promise<User> {
    return this.users.lock(tx, userId);
  }

  tell(tx: Tx, { email }: User, text: FactorText): Promise<void> {
    return this.notices.queue(tx, email, text, {});
  }

  /** In the place of all that were there. */
  async newRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await this.recoveryCodes.replace(tx, userId, codes);
    return codes;
  }

  async noRecoveryCodes(tx: Tx, userId: string): Promise<void> {
    await this.recoveryCodes.replace(tx, userId, []);
  }
}
