import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Proof } from '../../shared/principal.ts';

export interface AccessTokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  /** Of the person when the session began. */
  readonly epoch: number;
  readonly proof: Proof;
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
  /** Absent in what was signed before there was one: the first. */
  readonly epo?: number;
  /** Seconds since 1970; absent likewise. */
  readonly auth_time?: number;
  readonly amr?: readonly string[];
}

/** Signs access tokens. Algorithm, key id, issuer, audience and lifetime are the options of JwtModule. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  issue({ userId, sessionId, roles, epoch, proof }: AccessTokenSubject): AccessToken {
    const iat = Math.floor(this.clock.now().getTime() / 1000);
    const proved = { auth_time: Math.floor(proof.atMs / 1000), amr: proof.methods };
    const accessToken = this.jwt.sign({ sub: userId, sid: sessionId, roles, epo: epoch, ...proved, iat });
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
  return isTexts(roles) && saysHowProved(payload as Record<string, unknown>);
}

/** When and how the holder proved who they are; undefined when the token does not say. */
export function proofOf({ auth_time: atSeconds, amr: methods }: AccessTokenClaims): Proof | undefined {
  return atSeconds === undefined || methods === undefined ? undefined : { atMs: atSeconds * 1000, methods };
}

function saysHowProved({ epo, auth_time: atSeconds, amr }: Record<string, unknown>): boolean {
  const absentOr = (value: unknown, is: boolean): boolean => value === undefined || is;
  return (
    absentOr(epo, Number.isSafeInteger(epo)) &&
    absentOr(atSeconds, Number.isSafeInteger(atSeconds)) &&
    absentOr(amr, isTexts(amr))
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
