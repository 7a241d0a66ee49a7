import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../platform/crypto/index.ts';
import { isSameText, sha256Of } from '../../shared/digest.ts';
import { refuse } from '../../shared/refusal.ts';
import { Tickets } from '../one-time/index.ts';
import type { SocialIdentity } from './social-provider.ts';

const PROOF = { purpose: 'social-proof', lifeSeconds: 120 };

interface Kept {
  readonly challenge: string;
  readonly sealedIdentity: string;
}

/**
 * Identities that were proved, on their way through the browser to whoever began: a ticket that is good once, for two minutes, and only
 * together with the verifier whose hash stood at the beginning. Names and addresses are sealed meanwhile.
 */
@Injectable()
export class SocialProofs {
  constructor(
    private readonly tickets: Tickets,
    private readonly secretBox: SecretBox,
  ) {}

  issue(identity: SocialIdentity, challenge: string): Promise<string> {
    const sealedIdentity = this.secretBox.seal(JSON.stringify(identity), placeOf(challenge));
    const kept: Kept = { challenge, sealedIdentity };
    return this.tickets.issue(PROOF, { data: { ...kept } });
  }

  /** Uses the ticket up, whether the verifier is right or not. Refuses `social_sign_in_failed`. */
  async redeem(ticket: string, verifier: string): Promise<SocialIdentity> {
    const taken = await this.tickets.take(PROOF, ticket);
    const kept = taken?.data as unknown as Kept | undefined;
    if (kept === undefined || !isSameText(sha256Of(verifier), kept.challenge)) throw refuse('social_sign_in_failed');
    return JSON.parse(await this.secretBox.open(kept.sealedIdentity, placeOf(kept.challenge))) as SocialIdentity;
  }
}

const placeOf = (challenge: string) => ({ table: 'one-time-secrets', column: 'sealedIdentity', rowId: challenge });
