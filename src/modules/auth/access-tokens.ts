import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../shared/clock.ts';

export interface AccessTokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
}

/** What an access token says of its holder, beside the registered claims. */
export interface AccessTokenClaims {
  readonly sub: string;
  readonly sid: string;
  readonly roles: readonly string[];
  /** Seconds since 1970. */
  readonly exp: number;
}

/** Signs access tokens. Algorithm, key id, issuer, audience and lifetime are the options of JwtModule. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {}

  issue({ userId, sessionId, roles }: AccessTokenSubject): string {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    return this.jwt.sign({ sub: userId, sid: sessionId, roles, iat });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a payload with a good signature is that of an access token, and not of something else that we signed. */
export function isAccessTokenClaims(payload: unknown): payload is AccessTokenClaims {
  if (typeof payload !== 'object' || payload === null) return false;
  const { sub, sid, roles, exp } = payload as Record<string, unknown>;
  if (typeof sub !== 'string' || !UUID.test(sub)) return false;
  if (typeof sid !== 'string' || !UUID.test(sid)) return false;
  return typeof exp === 'number' && Array.isArray(roles) && roles.every((role) => typeof role === 'string');
}
