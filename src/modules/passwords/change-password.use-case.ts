import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { type ClientDevice, demandUncommon, OpenSession, Passwords, type TokenPair } from '../auth/index.ts';
import { Users } from '../users/index.ts';
import { NewPasswords } from './new-passwords.ts';

export interface ChangePasswordCommand {
  readonly caller: Principal;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly device: ClientDevice;
}

/** Changes the caller's password. Ends every session, and opens a new one here. Refuses `password_wrong` and `password_too_common`. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly newPasswords: NewPasswords,
    private readonly openSession: OpenSession,
  ) {}

  async execute({ caller, currentPassword, newPassword, device }: ChangePasswordCommand): Promise<TokenPair> {
    const credentials = await this.users.credentialsById(caller.id);
    if (!credentials) throw refuse('not_found');
    demandUncommon(newPassword, credentials.user.email);
    if (!(await this.passwords.matches(currentPassword, credentials.passwordHash))) throw refuse('password_wrong');
    const user = await this.newPasswords.put(caller.id, await this.passwords.hash(newPassword));
    return this.openSession.execute(user, device, caller.proof?.methods ?? ['pwd']);
  }
}
