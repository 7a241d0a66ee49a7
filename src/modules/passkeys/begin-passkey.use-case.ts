import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { refuse } from '../../shared/refusal.ts';
import { Messages } from '../messages/index.ts';
import { Users } from '../users/index.ts';
import { Ceremonies } from './ceremonies.ts';
import { MAX_PASSKEYS } from './passkey.ts';
import { PasskeysRepository } from './passkeys.repository.ts';

/** Begins to add a passkey. Refuses `contact_unverified`, `passkey_limit_reached` and `passkeys_not_available`. */
@Injectable()
export class BeginPasskey {
  constructor(
    private readonly users: Users,
    private readonly passkeys: PasskeysRepository,
    private readonly ceremonies: Ceremonies,
    private readonly messages: Messages,
  ) {}

  async execute(userId: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const user = await this.users.require(userId);
    // Who registered with an address of somebody else's must not keep a way in for when its owner has it.
    if (user.emailVerifiedAt === null && this.messages.offers('email')) throw refuse('contact_unverified');
    const own = await this.passkeys.list(userId);
    if (own.length >= MAX_PASSKEYS) throw refuse('passkey_limit_reached');
    return this.ceremonies.beginRegistration(user, own);
  }
}
