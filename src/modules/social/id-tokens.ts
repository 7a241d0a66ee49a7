import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { refuse } from '../../shared/refusal.ts';

export const ANSWER_TIMEOUT_MS = 5_000;
export const ID_TOKEN_ALGORITHM = 'RS256';
/** An app passes its token on at once: from then on it is too old. */
export const MAX_AGE_SECONDS = 600;
export const CLOCK_TOLERANCE_SECONDS = 30;

export interface ExpectedIdToken {
  readonly issuer: string;
  /** Any of these, and no second one beside it. */
  readonly audiences: readonly string[];
  readonly nonce: string;
  readonly now: Date;
}

/** Checks id tokens that native apps pass on, with the keys that their provider publishes. */
export class IdTokens {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(jwks: string) {
    this.keys = createRemoteJWKSet(new URL(jwks), { timeoutDuration: ANSWER_TIMEOUT_MS });
  }

  /** The claims. Refuses `social_sign_in_failed`, and `identity_provider_unavailable` while its keys cannot be had. */
  async claimsOf(idToken: string, expected: ExpectedIdToken): Promise<JWTPayload> {
    const claims = await this.verified(idToken, expected);
    const isForOneApp = typeof claims.aud === 'string';
    if (!isForOneApp || !isNonce(claims['nonce'], expected.nonce)) throw refuse('social_sign_in_failed');
    return claims;
  }

  private async verified(idToken: string, { issuer, audiences, now }: ExpectedIdToken): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(idToken, this.keys, {
        ...{ issuer, audience: [...audiences], currentDate: now, algorithms: [ID_TOKEN_ALGORITHM] },
        ...{ maxTokenAge: MAX_AGE_SECONDS, clockTolerance: CLOCK_TOLERANCE_SECONDS },
        requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
      });
      return payload;
    } catch (error) {
      throw isOfTheToken(error) ? refuse('social_sign_in_failed') : refuse('identity_provider_unavailable');
    }
  }
}

// Apps for Apple's systems send the provider the SHA-256 of the nonce, and keep the nonce to themselves.
function isNonce(claim: unknown, nonce: string): boolean {
  return claim === nonce || claim === createHash('sha256').update(nonce).digest('hex');
}

function isOfTheToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  // What the keys' own request failed with is the plain class, and no subclass of it.
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code;
}
