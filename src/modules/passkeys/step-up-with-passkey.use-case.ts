import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { type AccessToken, SessionProofs } from '../auth/index.ts';
import { PASSKEY_METHODS, PresentedPasskeys } from './presented-passkeys.ts';

/** Proves once more who is there, by a passkey of the caller's own. Refuses `passkey_invalid`, and `invalid_token` when the session is over. */
@Injectable()
export class StepUpWithPasskey {
  constructor(
    private readonly presented: PresentedPasskeys,
    private readonly sessionProofs: SessionProofs,
  ) {}

  async execute(caller: Principal, response: AuthenticationResponseJSON): Promise<AccessToken> {
    const { id } = await this.presented.personOf(response);
    if (id !== caller.id) throw refuse('passkey_invalid');
    return this.sessionProofs.renew(caller, PASSKEY_METHODS);
  }
}
