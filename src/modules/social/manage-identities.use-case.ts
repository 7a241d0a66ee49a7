import { Injectable } from '@nestjs/common';
import { IdentitiesRepository } from './identities.repository.ts';
import type { LinkedIdentity } from './identity.ts';
import { LinkIdentity } from './link-identity.use-case.ts';
import { NativeIdTokens } from './native-id-tokens.ts';
import { SocialProofs } from './social-proofs.ts';
import type { SocialIdentity } from './social-provider.ts';

/** A person's identities, and another one, by either of the two ways to prove it. Refuses what `LinkIdentity`, `SocialProofs` and `NativeIdTokens` refuse. */
@Injectable()
export class ManageIdentities {
  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly proofs: SocialProofs,
    private readonly idTokens: NativeIdTokens,
    private readonly linkIdentity: LinkIdentity,
  ) {}

  list(userId: string): Promise<LinkedIdentity[]> {
    return this.identities.list(userId);
  }

  async linkByTicket(userId: string, ticket: string, verifier: string): Promise<LinkedIdentity[]> {
    return this.link(userId, await this.proofs.redeem(ticket, verifier));
  }

  async linkByIdToken(
    userId: string,
    provider: string,
    { idToken, nonce }: { idToken: string; nonce: string },
  ): Promise<LinkedIdentity[]> {
    return this.link(userId, await this.idTokens.take(provider, idToken, nonce));
  }

  private async link(userId: string, identity: SocialIdentity): Promise<LinkedIdentity[]> {
    await this.linkIdentity.execute(userId, identity);
    return this.identities.list(userId);
  }
}
