import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { refuse } from '../../shared/refusal.ts';
import { type User, Users } from '../users/index.ts';
import { bytesOf, Ceremonies } from './ceremonies.ts';
import { PasskeysRepository } from './passkeys.repository.ts';

/** What a passkey shows, in the names of RFC 8176: a key, and that the person was verified; together two factors. */
export const PASSKEY_METHODS = ['pop', 'user', 'mfa'];

/** Passkeys that are presented as proof. */
@Injectable()
export class PresentedPasskeys {
  constructor(
    private readonly users: Users,
    private readonly passkeys: PasskeysRepository,
    private readonly ceremonies: Ceremonies,
  ) {}

  /**
   * Whose it is, as they were read before the signature was looked at. Refuses `passkey_invalid` for an unknown key, a wrong signature, place
   * or challenge, a count that does not go on, and a person who may not sign in.
   */
  async personOf(response: AuthenticationResponseJSON): Promise<User> {
    const passkey = await this.passkeys.findByCredential(response.id);
    const user = passkey && (await this.users.findById(passkey.userId));
    if (!passkey || user?.status !== 'active' || !isHandleOf(user, response)) throw refuse('passkey_invalid');
    const counter = await this.ceremonies.finishSignIn(passkey, response);
    if (!(await this.passkeys.use(passkey.id, counter))) throw refuse('passkey_invalid');
    return user;
  }
}

function isHandleOf({ id }: User, { response: { userHandle } }: AuthenticationResponseJSON): boolean {
  return userHandle === undefined || Buffer.from(userHandle, 'base64url').equals(bytesOf(id));
}
