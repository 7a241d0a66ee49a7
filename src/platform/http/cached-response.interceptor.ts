import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Cache } from '../redis/index.ts';

export const CACHED_RESPONSE_KEY = 'cachedResponse';

/** Answers from the cache what `@CachedResponse` marks. */
@Injectable()
export class CachedResponseInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly cache: Cache,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const options = this.reflector.get<{ seconds: number; tag: string } | undefined>(
      CACHED_RESPONSE_KEY,
      context.getHandler(),
    );
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (options === undefined || request.method !== 'GET') return next.handle();
    const load = (): Promise<unknown> => lastValueFrom(next.handle());
    return from(this.cache.through(responseKey(request), options.seconds, load, { tag: options.tag }));
  }
}

// The many ways in which a client may write one address do not make another answer.
function responseKey({ routeOptions, params, url }: FastifyRequest): string {
  const named = Object.entries(params as Record<string, string>).map(([name, value]) => [
    name,
    isUUID(value) ? value.toLowerCase() : value,
  ]);
  const search = new URLSearchParams(url.split('?', 2)[1]);
  search.sort();
  return `response:${routeOptions.url}:${JSON.stringify(named)}?${search.toString()}`;
}
