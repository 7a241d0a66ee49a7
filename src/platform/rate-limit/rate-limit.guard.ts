import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { refuse } from '../../shared/refusal.ts';
import type { AuthenticatedRequest } from '../http/access.ts';
import { accountOf, KnownDevices } from './known-devices.ts';
import { networkOf } from './network-of.ts';
import { RATE_LIMIT_KEY, RATE_LIMITS, type RateLimitClass, type RateLimitPolicy } from './rate-limit.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { RateLimiter, type RateLimitOutcome } from './rate-limiter.ts';

/**
 * Refuses rate_limited. Runs after the guard that finds out who asks; a request without a principal counts by address, and addresses of IPv6
 * by network: who has one has all the addresses in it.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
    private readonly devices: KnownDevices,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const outcomes = await this.count(request, RATE_LIMITS[this.classOf(context)]);
    demand(context, outcomes);
    return true;
  }

  /** Counts by address, over all routes, a request that is refused for want of a caller. Refuses rate_limited. */
  async countUnknown(context: ExecutionContext): Promise<void> {
    const { ip } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const counted = RATE_LIMITS.default.map((policy) =>
      this.limiter.consume(policy, `${networkOf(ip)}:unknown caller`),
    );
    demand(context, await Promise.all(counted));
  }

  private classOf(context: ExecutionContext): RateLimitClass {
    const marked = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<RateLimitClass | undefined>(RATE_LIMIT_KEY, marked) ?? 'default';
  }

  private count(request: AuthenticatedRequest, policies: readonly RateLimitPolicy[]): Promise<RateLimitOutcome[]> {
    const counted = policies.flatMap((policy) => {
      const key = keyOf(policy, request, this.devices);
      return key === undefined ? [] : [this.limiter.consume(policy, key)];
    });
    return Promise.all(counted);
  }
}

function demand(context: ExecutionContext, outcomes: readonly RateLimitOutcome[]): void {
  if (outcomes.length === 0) return;
  void context.switchToHttp().getResponse<FastifyReply>().headers(rateLimitHeaders(outcomes));
  const refused = outcomes.filter(({ allowed }) => !allowed);
  if (refused.length === 0) return;
  const retryAfterSeconds = Math.max(...refused.map(({ resetSeconds }) => resetSeconds));
  throw refuse('rate_limited', `Try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
}

function keyOf({ per }: RateLimitPolicy, request: AuthenticatedRequest, devices: KnownDevices): string | undefined {
  const endpoint = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
  switch (per) {
    case 'principal':
      return `${request.user?.id ?? networkOf(request.ip)}:${endpoint}`;
    case 'address':
      return `${networkOf(request.ip)}:${endpoint}`;
    case 'account':
      return accountKeyOf(request, endpoint, devices);
  }
}

// Guards run before validation: what is not an account is not counted as one, and is refused a moment later. Of one account, each
// known device counts by itself, and strangers by their address: nobody uses up the tries of somebody else.
function accountKeyOf(request: AuthenticatedRequest, endpoint: string, devices: KnownDevices): string | undefined {
  const { body, ip } = request;
  if (typeof body !== 'object' || body === null || !('email' in body) || typeof body.email !== 'string')
    return undefined;
  const device = 'deviceToken' in body ? devices.idOf(body.deviceToken, body.email) : undefined;
  return `${accountOf(body.email)}:${device ?? networkOf(ip)}:${endpoint}`;
}
