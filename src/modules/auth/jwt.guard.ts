import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { RateLimitGuard } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Refusal, refuse } from '../../shared/refusal.ts';
import { Principals } from '../access/index.ts';
import { ACCESS_TOKEN_STRATEGY, bearerTokenOf } from './access-token.strategy.ts';
import { isPublic } from '../../platform/http/route-access.ts';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.ts';

// Under this name passport leaves the strategy's answer on the request.
const VERIFIED = 'verifiedToken';

interface Request extends FastifyRequest {
  user?: Principal;
  [VERIFIED]?: VerifiedToken;
}

/**
 * Finds out who asks and what they may now, and puts it on the request as `user`. Refuses `unauthenticated` without a token,
 * `invalid_token` with a bad one and one whose session has ended, `forbidden` to who is suspended, and `rate_limited` who does so too often: what is refused here never comes to the guard
 * that counts. On a public route a bad token is as good as none.
 */
@Injectable()
export class JwtGuard extends AuthGuard(ACCESS_TOKEN_STRATEGY) {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifiedTokens: VerifiedTokens,
    private readonly rateLimit: RateLimitGuard,
    private readonly principals: Principals,
  ) {
    super();
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    // Who came with an API key is known already.
    if (request.user !== undefined) return true;
    const token = bearerTokenOf(request);
    const verified = token ? this.verifiedTokens.get(token) : undefined;
    const known = verified && this.principals.known(verified);
    if (!known) return this.authenticate(context, request, token, verified);
    request.user = known;
    return true;
  }

  override getAuthenticateOptions(): { property: string } {
    return { property: VERIFIED };
  }

  override handleRequest<T>(error: unknown, verified: T | false | null): T {
    if (error instanceof Error) throw error;
    if (!verified) throw refuse('invalid_token');
    return verified;
  }

  private async authenticate(
    context: ExecutionContext,
    request: Request,
    token: string | null,
    verified: VerifiedToken | undefined,
  ): Promise<boolean> {
    const anyone = isPublic(this.reflector, context);
    try {
      request.user = await this.principals.of(verified ?? (await this.verify(token, request, context)));
    } catch (error) {
      // Whatever it is: who may be anyone need not be known.
      if (anyone) return true;
      if (error instanceof Refusal) await this.rateLimit.countUnknown(context);
      throw error;
    }
    return true;
  }

  private async verify(token: string | null, request: Request, context: ExecutionContext): Promise<VerifiedToken> {
    if (!token) throw refuse('unauthenticated');
    await super.canActivate(context);
    const verified = request[VERIFIED];
    if (!verified) throw refuse('invalid_token');
    this.verifiedTokens.remember(token, verified);
    return verified;
  }
}
