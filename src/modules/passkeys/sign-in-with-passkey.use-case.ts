import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { type ClientDevice, type SignedIn, SignIns } from '../auth/index.ts';
import { PASSKEY_METHODS, PresentedPasskeys } from './presented-passkeys.ts';

/** Signs in whoever a passkey is of: no address is typed, and no other factor asked for. Refuses `passkey_invalid` and `passkeys_not_available`. */
@Injectable()
export class SignInWithPasskey {
  constructor(
    private readonly presented: PresentedPasskeys,
    private readonly signIns: SignIns,
  ) {}

  async execute(response: AuthenticationResponseJSON, device: ClientDevice): Promise<SignedIn> {
    return this.signIns.open(await this.presented.personOf(response), device, PASSKEY_METHODS);
  }
}
