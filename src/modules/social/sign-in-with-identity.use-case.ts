import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { type ClientDevice, type SignedIn, SignIns } from '../auth/index.ts';
import { NativeIdTokens } from './native-id-tokens.ts';
import { SocialProofs } from './social-proofs.ts';
import type { SocialIdentity } from './social-provider.ts';
import { SocialSignIns } from './social-sign-ins.ts';

/**
 * Signs in who has proved an identity at a provider. Refuses `social_sign_in_failed`, `identity_provider_unavailable`,
 * `social_email_unproved`, `social_account_exists`, and `forbidden` for a suspended account.
 */
@Injectable()
export class SignInWithIdentity {
  constructor(
    private readonly proofs: SocialProofs,
    private readonly idTokens: NativeIdTokens,
    private readonly people: SocialSignIns,
    private readonly signIns: SignIns,
  ) {}

  async withTicket(ticket: string, verifier: string, device: ClientDevice): Promise<SignedIn> {
    return this.signIn(await this.proofs.redeem(ticket, verifier), device);
  }

  async withIdToken(provider: string, idToken: string, nonce: string, device: ClientDevice): Promise<SignedIn> {
    return this.signIn(await this.idTokens.take(provider, idToken, nonce), device);
  }

  private async signIn(identity: SocialIdentity, device: ClientDevice): Promise<SignedIn> {
    const user = await this.people.personOf(identity);
    if (user.status !== 'active') throw refuse('forbidden', 'The account is suspended');
    return this.signIns.open(user, device, ['fed']);
  }
}
