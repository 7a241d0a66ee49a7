import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { RateLimitGuard } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Refusal, refuse } from '../../shared/refusal.ts';
import { ACCESS_TOKEN_STRATEGY, bearerTokenOf } from './access-token.strategy.ts';
import { isPublic } from './route-access.ts';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.ts';

// Under this name passport leaves the strategy's answer on the request.
const VERIFIED = 'verifiedToken';

interface Request extends FastifyRequest {
  user?: Principal;
  [VERIFIED]?: VerifiedToken;
}

/**
 * Finds out who asks, and puts it on the request as `user`. Refuses `unauthenticated` without a token and
 * `invalid_token` with a bad one, and `rate_limited` who does so too often: what is refused here never comes to the guard
 * that counts. On a public route a bad token is as good as none.
 */
@Injectable()
export class JwtGuard extends AuthGuard(ACCESS_TOKEN_STRATEGY) {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifiedTokens: VerifiedTokens,
    private readonly rateLimit: RateLimitGuard,
  ) {
    super();
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const token = bearerTokenOf(request);
    const known = token ? this.verifiedTokens.get(token) : undefined;
    if (!known) return this.authenticate(context, request, token);
    request.user = known.principal;
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

  private async authenticate(context: ExecutionContext, request: Request, token: string | null): Promise<boolean> {
    try {
      request.user = await this.principalOf(token, request, context);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isPublic(this.reflector, context)) return true;
      await this.rateLimit.countUnknown(context);
      throw error;
    }
    return true;
  }

  private async principalOf(token: string | null, request: Request, context: ExecutionContext): Promise<Principal> {
    if (!token) throw refuse('unauthenticated');
    await super.canActivate(context);
    const verified = request[VERIFIED];
    if (!verified) throw refuse('invalid_token');
    this.verifiedTokens.remember(token, verified);
    return verified.principal;
  }
}
