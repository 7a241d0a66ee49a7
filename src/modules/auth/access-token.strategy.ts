import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { isAccessTokenClaims } from './access-tokens.ts';
import { SIGNING_ALGORITHM, type SigningKey, signingKeyOf } from './signing-key.ts';
import type { VerifiedToken } from './verified-tokens.ts';

export const ACCESS_TOKEN_STRATEGY = 'access-token';
export const bearerTokenOf = ExtractJwt.fromAuthHeaderAsBearerToken();

/** Checks an access token: our key by its id, one algorithm, our issuer, our audience, not expired, and the claims we need. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor(@Inject(CONFIG) config: Config, jwt: JwtService) {
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
    return { userId: payload.sub, sessionId: payload.sid, expiresAtMs: payload.exp * 1000 };
  }
}

function onlyOurKey(jwt: JwtService, key: SigningKey): SecretOrKeyProvider<unknown> {
  // Already a key, or it would be parsed for every token. What verifies takes one; the types between here and there know of none.
  const publicKey = key.publicKey as unknown as Buffer;
  return (_request, token: string, done) => {
    if (isSpelledOurWay(token) && keyIdOf(jwt, token) === key.id) return done(null, publicKey);
    done(new Error('the token is not signed with our key'));
  };
}

// base64url has several spellings of the same bytes: a token whose last letter was changed is no token of ours.
function isSpelledOurWay(token: string): boolean {
  const signature = token.split('.')[2] ?? '';
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function keyIdOf(jwt: JwtService, token: string): unknown {
  try {
    return jwt.decode<{ header: { kid?: unknown } } | null>(token, { complete: true })?.header.kid;
  } catch {
    // The decoder throws on a payload that is not JSON.
    return undefined;
  }
}
