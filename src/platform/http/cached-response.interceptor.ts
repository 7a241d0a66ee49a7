import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
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

// The order in which a client writes its query does not make another answer.
function responseKey(request: FastifyRequest): string {
  const [path, query = ''] = request.url.split('?', 2);
  const search = new URLSearchParams(query);
  search.sort();
  return `response:${path}?${search.toString()}`;
}
