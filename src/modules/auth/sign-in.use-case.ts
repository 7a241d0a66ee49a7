import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { Passwords } from './passwords.ts';
import type { ClientDevice } from './session.ts';
import { type SignedIn, SignIns } from './sign-ins.ts';

export interface SignInCommand {
  readonly email: string;
  readonly password: string;
  readonly device: ClientDevice;
}

/**
 * Signs in with e-mail address and password. Refuses `invalid_credentials` (the same answer, after the same work, whether the address
 * or the password is wrong), `forbidden` for a suspended account, `store_unavailable` when too many sign in at once.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly signIns: SignIns,
  ) {}

  async execute({ email, password, device }: SignInCommand): Promise<SignedIn> {
    const credentials = await this.users.credentialsOf(email);
    const matches = await this.passwords.matches(password, credentials?.passwordHash);
    if (!credentials || !matches) throw refuse('invalid_credentials');
    // Only after the password: who does not have it learns nothing about the account.
    if (credentials.user.status !== 'active') throw refuse('forbidden', 'The account is suspended');
    return this.signIns.open(credentials.user, device, ['pwd']);
  }
}
