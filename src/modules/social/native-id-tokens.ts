import { Injectable } from '@nestjs/common';
import { sha256Of } from '../../shared/digest.ts';
import { refuse } from '../../shared/refusal.ts';
import { Once } from '../one-time/index.ts';
import { CLOCK_TOLERANCE_SECONDS, MAX_AGE_SECONDS } from './id-tokens.ts';
import type { SocialIdentity } from './social-provider.ts';
import { SocialProviders } from './social-providers.ts';

/** For longer than a token is taken. */
const REMEMBERED_SECONDS = MAX_AGE_SECONDS + 4 * CLOCK_TOLERANCE_SECONDS;

/** Id tokens that native apps pass on. Each is taken once: a copy that somebody finds is worth nothing. */
@Injectable()
export class NativeIdTokens {
  constructor(
    private readonly providers: SocialProviders,
    private readonly once: Once,
  ) {}

  /** Refuses `not_found` for a provider that takes none, `social_sign_in_failed`, and `identity_provider_unavailable`. */
  async take(name: string, idToken: string, nonce: string): Promise<SocialIdentity> {
    const identity = await this.providers.require(name).verify(idToken, nonce);
    // By what it says, and not by how it is spelled: a signature can be written in several ways.
    const said = idToken.slice(0, idToken.lastIndexOf('.'));
    if (!(await this.once.first('id-token', sha256Of(said), REMEMBERED_SECONDS))) throw refuse('social_sign_in_failed');
    return identity;
  }
}
