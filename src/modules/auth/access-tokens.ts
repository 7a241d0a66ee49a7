import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { Clock } from '../../shared/clock.ts';

export interface AccessTokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
}

export interface AccessToken {
  readonly accessToken: string;
  /** Seconds until it expires. */
  readonly expiresIn: number;
}

/**
 * What an access token says of its holder, beside the registered claims. The roles are for the client to read: what the holder may is
 * asked of the server's own data with each request.
 */
export interface AccessTokenClaims {
  readonly sub: string;
  readonly sid: string;
  /** Seconds since 1970. */
  readonly exp: number;
  readonly iat: number;
}

/** Signs access tokens. Algorithm, key id, issuer, audience and lifetime are the options of JwtModule. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  issue({ userId, sessionId, roles }: AccessTokenSubject): AccessToken {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    const accessToken = this.jwt.sign({ sub: userId, sid: sessionId, roles, iat });
    return { accessToken, expiresIn: this.config.tokens.accessSeconds };
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a payload with a good signature is that of an access token, and not of something else that we signed. */
export function isAccessTokenClaims(payload: unknown): payload is AccessTokenClaims {
  if (typeof payload !== 'object' || payload === null) return false;
  const { sub, sid, roles, exp, iat } = payload as Record<string, unknown>;
  if (typeof sub !== 'string' || !UUID.test(sub)) return false;
  if (typeof sid !== 'string' || !UUID.test(sid)) return false;
  if (!Number.isSafeInteger(exp) || !Number.isSafeInteger(iat)) return false;
  return Array.isArray(roles) && roles.every((role) => typeof role === 'string');
}
