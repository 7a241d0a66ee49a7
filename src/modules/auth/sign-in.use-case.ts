import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { Passwords } from './passwords.ts';
import { PasswordTries } from './password-tries.ts';
import type { ClientDevice } from './session.ts';
import { type SignedIn, SignIns } from './sign-ins.ts';

export interface SignInCommand {
  readonly email: string;
  readonly password: string;
  /** What an earlier sign-in on this device gave. */
  readonly deviceToken?: string;
  readonly device: ClientDevice;
}

/**
 * Signs in with e-mail address and password. Refuses `invalid_credentials`: the same answer, after the same work, for an unknown address, a
 * wrong password, an account that is not active, and tries that are blocked. Refuses `mfa_required` to who has a second factor, and
 * `store_unavailable` when too many sign in at once.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly tries: PasswordTries,
    private readonly signIns: SignIns,
  ) {}

  async execute({ email, password, deviceToken, device }: SignInCommand): Promise<SignedIn> {
    const credentials = await this.users.credentialsOf(email);
    const counted = await this.tries.begin(credentials?.user.id, { email, ip: device.ip, deviceToken });
    const mayEnter = counted.allowed && credentials?.user.status === 'active';
    // Always one hash is worked on; nobody's when there is none that counts.
    const matches = await this.passwords.matches(password, mayEnter ? credentials.passwordHash : undefined);
    if (!credentials || !matches) throw refuse('invalid_credentials');
    await counted.succeeded();
    return this.signIns.open(credentials.user, device, ['pwd']);
  }
}
