import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Notices } from '../messages/index.ts';
import { Users } from '../users/index.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { RecoveryCodes } from './recovery-codes.repository.ts';

/** What goes with every change of second factors. */
@Injectable()
export class MfaChanges {
  constructor(
    private readonly users: Users,
    private readonly notices: Notices,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  async tell(tx: Tx, userId: string, text: 'second-factor-on' | 'second-factor-off'): Promise<void> {
    const { email } = await this.users.require(userId);
    await this.notices.queue(tx, email, text, {});
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
