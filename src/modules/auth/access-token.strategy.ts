import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import { type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { Clock } from '../../shared/clock.ts';
import { isAccessTokenClaims, proofOf } from './access-tokens.ts';
import { SIGNING_ALGORITHM, type SigningKey, signingKeyOf } from './signing-key.ts';
import type { VerifiedToken } from './verified-tokens.ts';

/** How far ahead of ours the clock of the process may be that issued a token. */
const CLOCK_SKEW_MS = 60_000;

export const ACCESS_TOKEN_STRATEGY = 'access-token';

/** The token, and nothing after it. */
const BEARER = /^Bearer +(\S+)$/i;

interface Decoded {
  readonly header?: object;
  readonly payload?: unknown;
}

/** What a request brings as its token; null when it brings none. */
export function bearerTokenOf({ headers }: { readonly headers: IncomingHttpHeaders }): string | null {
  return BEARER.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** Checks an access token: our key by its id, one algorithm, our issuer, our audience, not expired, and the claims we need. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor(
    @Inject(CONFIG) config: Config,
    jwt: JwtService,
    private readonly clock: Clock,
  ) {
    super({
      jwtFromRequest: bearerTokenOf,
      secretOrKeyProvider: onlyOurKey(jwt, signingKeyOf(config.tokens.privateKeyPem)),
      algorithms: [SIGNING_ALGORITHM],
      issuer: config.tokens.issuer,
      audience: config.tokens.audience,
    });
  }

  validate(payload: unknown): VerifiedToken | false {
    if (!isAccessTokenClaims(payload)) return false;
    if (payload.iat * 1_000 > this.clock.now().getTime() + CLOCK_SKEW_MS) return false;
    const { sub: userId, sid: sessionId, epo: epoch = 0, exp } = payload;
    return { userId, sessionId, epoch, proof: proofOf(payload), expiresAtMs: exp * 1000 };
  }
}

function onlyOurKey(jwt: JwtService, key: SigningKey): SecretOrKeyProvider<unknown> {
  // Already a key, or it would be parsed for every token. What verifies takes one; the types between here and there know of none.
  const publicKey = key.publicKey as unknown as Buffer;
  return (_request, token: string, done) => {
    if (isSpelledOurWay(token) && isOfShape(key, decoded(jwt, token))) return done(null, publicKey);
    done(new Error('the token is not signed with our key'));
  };
}

// base64url has several spellings of the same bytes: a token whose last letter was changed is no token of ours.
function isSpelledOurWay(token: string): boolean {
  const signature = token.split('.')[2] ?? '';
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

// Exactly what we write. What else a header may say (`crit`, `jku`, `jwk`, another `typ`) would change what the token means.
function isOfShape(key: SigningKey, { header, payload }: Decoded): boolean {
  const { alg, typ, kid, ...others } = (header ?? {}) as Readonly<Record<string, unknown>>;
  const isOurs = alg === SIGNING_ALGORITHM && typ === 'JWT' && kid === key.id && Object.keys(others).length === 0;
  return isOurs && typeof payload === 'object' && payload !== null;
}

function decoded(jwt: JwtService, token: string): Decoded {
  try {
    return jwt.decode<Decoded | null>(token, { complete: true }) ?? {};
  } catch {
    // The decoder throws on a payload that is not JSON.
    return {};
  }
}
