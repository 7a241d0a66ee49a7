import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
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

  async linkByTicket(caller: Principal, ticket: string, verifier: string): Promise<LinkedIdentity[]> {
    return this.link(caller, await this.proofs.redeem(ticket, verifier));
  }

  async linkByIdToken(
    caller: Principal,
    provider: string,
    { idToken, nonce }: { idToken: string; nonce: string },
  ): Promise<LinkedIdentity[]> {
    return this.link(caller, await this.idTokens.take(provider, idToken, nonce));
  }

  private async link(caller: Principal, identity: SocialIdentity): Promise<LinkedIdentity[]> {
    await this.linkIdentity.execute(caller, identity);
    return this.identities.list(caller.id);
  }
}
