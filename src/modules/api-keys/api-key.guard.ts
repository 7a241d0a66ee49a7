import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { API_KEY_HEADER, type AuthenticatedRequest } from '../../platform/http/access.ts';
import { isPublic } from '../../platform/http/route-access.ts';
import { RateLimitGuard } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Refusal, refuse } from '../../shared/refusal.ts';
import { KeyHolders } from './key-holders.ts';
import { KeyUses } from './key-uses.ts';
import { parseKeyText, type PresentedKey } from './key-text.ts';

/**
 * Finds out who asks with an API key and what they may now, and puts it on the request as `user`. Without a key it is nothing: the guard
 * of access tokens comes next. Refuses `malformed_request` when an access token comes with it, `invalid_api_key`, `forbidden` to who is
 * suspended, and `rate_limited` who does so too often. On a public route a key is not looked at.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly rateLimit: RateLimitGuard,
    private readonly holders: KeyHolders,
    private readonly uses: KeyUses,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const text = request.headers[API_KEY_HEADER];
    if (text === undefined || isPublic(this.reflector, context)) return true;
    const key = typeof text === 'string' ? parseKeyText(text) : undefined;
    const known = key && request.headers.authorization === undefined ? this.holders.known(key) : undefined;
    return known ? this.admit(request, known) : this.find(context, request, key);
  }

  private async find(
    context: ExecutionContext,
    request: AuthenticatedRequest,
    key: PresentedKey | undefined,
  ): Promise<boolean> {
    // What is made up may be written well: it is counted before a store is asked for it, and not after.
    const isNew = key !== undefined && !this.holders.heardOf(key);
    if (isNew) await this.rateLimit.countUnknown(context);
    try {
      return this.admit(request, await this.holders.of(onlyKey(request, key)));
    } catch (error) {
      if (error instanceof Refusal && !isNew) await this.rateLimit.countUnknown(context);
      throw error;
    }
  }

  private admit(request: AuthenticatedRequest, principal: Principal): boolean {
    request.user = principal;
    if (principal.apiKeyId !== undefined) this.uses.note(principal.apiKeyId);
    return true;
  }
}

function onlyKey({ headers }: AuthenticatedRequest, key: PresentedKey | undefined): PresentedKey {
  if (headers.authorization !== undefined) {
    throw refuse('malformed_request', 'Send an access token or an API key, not both');
  }
  if (key === undefined) throw refuse('invalid_api_key');
  return key;
}
