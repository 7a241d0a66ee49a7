import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { isStoreFailure } from '../../platform/http/store-failure.ts';
import { Refusal, refuse } from '../../shared/refusal.ts';
import { type TicketKind, Tickets } from '../one-time/index.ts';
import type { User } from '../users/index.ts';
import type { Passkey } from './passkey.ts';

const RP_NAME = 'Trivet';
const LIFE_SECONDS = 300;
const REGISTRATION: TicketKind = { purpose: 'passkey-registration', lifeSeconds: LIFE_SECONDS };
const SIGN_IN: TicketKind = { purpose: 'passkey-sign-in', lifeSeconds: LIFE_SECONDS };

export type Registered = Extract<VerifiedRegistrationResponse, { verified: true }>['registrationInfo'];

/**
 * The two ceremonies of WebAuthn. A challenge is a ticket: random, good once and for five minutes, and used up by the first answer to it,
 * right or wrong. The person is always verified by the authenticator: that makes a passkey two factors.
 */
@Injectable()
export class Ceremonies {
  private readonly party: Config['passkeys'];

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly tickets: Tickets,
  ) {
    this.party = config.passkeys;
  }

  /** What the browser is asked to make a passkey of. Refuses `passkeys_not_available`. */
  async beginRegistration(user: User, own: readonly Passkey[]): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { rpId } = this.demandParty();
    return generateRegistrationOptions({
      rpName: RP_NAME,
      rpID: rpId,
      userName: user.email,
      userID: bytesOf(user.id),
      challenge: await this.challenge(REGISTRATION, user.id),
      timeout: LIFE_SECONDS * 1_000,
      attestationType: 'none',
      excludeCredentials: own.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: [...transports],
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** What was made. Refuses `passkey_invalid`: any other challenge, place or person, and what is no good answer. */
  async finishRegistration(userId: string, response: RegistrationResponseJSON): Promise<Registered> {
    const verified = await this.verified(() =>
      verifyRegistrationResponse({ response, ...this.expected(REGISTRATION, (whose) => whose === userId) }),
    );
    if (!verified.verified) throw refuse('passkey_invalid');
    return verified.registrationInfo;
  }

  /** What the browser is asked to sign with whichever passkey the person chooses. Refuses `passkeys_not_available`. */
  async beginSignIn(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { rpId } = this.demandParty();
    const challenge = await this.challenge(SIGN_IN);
    return generateAuthenticationOptions({
      rpID: rpId,
      challenge,
      timeout: LIFE_SECONDS * 1_000,
      userVerification: 'required',
    });
  }

  /** The authenticator's new count. Refuses `passkey_invalid`, also when its count went back. */
  async finishSignIn(passkey: Passkey, response: AuthenticationResponseJSON): Promise<number> {
    const { credentialId: id, publicKey, counter } = passkey;
    const credential = { id, publicKey, counter };
    const verified = await this.verified(() =>
      verifyAuthenticationResponse({ response, credential, ...this.expected(SIGN_IN, () => true) }),
    );
    if (!verified.verified) throw refuse('passkey_invalid');
    return verified.authenticationInfo.newCounter;
  }

  private expected(kind: TicketKind, mayBe: (userId: string | undefined) => boolean) {
    const { rpId: expectedRPID, origins } = this.demandParty();
    const expectedChallenge = async (challenge: string): Promise<boolean> => {
      const ticket = await this.tickets.take(kind, challenge);
      return ticket !== undefined && mayBe(ticket.userId);
    };
    return { expectedChallenge, expectedOrigin: [...origins], expectedRPID, requireUserVerification: true };
  }

  private async challenge(kind: TicketKind, userId?: string): Promise<Uint8Array<ArrayBuffer>> {
    return Uint8Array.from(Buffer.from(await this.tickets.issue(kind, { userId }), 'base64url'));
  }

  // The library throws an Error of no kind of its own at what does not fit. A store that is away is told apart, and so is a refusal.
  private async verified<T>(verify: () => Promise<T>): Promise<T> {
    try {
      return await verify();
    } catch (error) {
      if (error instanceof Refusal || isStoreFailure(error)) throw error;
      throw refuse('passkey_invalid');
    }
  }

  private demandParty(): NonNullable<Config['passkeys']> {
    if (!this.party) throw refuse('passkeys_not_available');
    return this.party;
  }
}

/** A person as an authenticator knows them: the id, and nothing that says who they are. */
export function bytesOf(userId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(userId, 'utf8'));
}
