import { Injectable } from '@nestjs/common';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { Ids } from '../../shared/ids.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { Ceremonies } from './ceremonies.ts';
import { OwnPasskeys } from './own-passkeys.ts';
import type { Passkey } from './passkey.ts';
import { PasskeysRepository } from './passkeys.repository.ts';

export interface AddPasskeyCommand {
  readonly caller: Principal;
  readonly name: string;
  readonly response: RegistrationResponseJSON;
}

/** Adds the passkey that an authenticator made. Refuses `passkey_invalid`, `passkey_limit_reached`, `passkeys_not_available` and `invalid_token`. */
@Injectable()
export class AddPasskey {
  constructor(
    private readonly ceremonies: Ceremonies,
    private readonly own: OwnPasskeys,
    private readonly passkeys: PasskeysRepository,
    private readonly ids: Ids,
  ) {}

  async execute({ caller, name, response }: AddPasskeyCommand): Promise<Passkey> {
    const { id: userId } = caller;
    const { credential, credentialBackedUp: backedUp } = await this.ceremonies.finishRegistration(userId, response);
    const { id: credentialId, counter, transports = [] } = credential;
    const publicKey = Uint8Array.from(credential.publicKey);
    const id = this.ids.next();
    await this.own.add(caller, { id, userId, name, credentialId, publicKey, counter, transports, backedUp });
    const added = (await this.passkeys.list(userId)).find((passkey) => passkey.id === id);
    if (!added) throw refuse('not_found');
    return added;
  }
}
