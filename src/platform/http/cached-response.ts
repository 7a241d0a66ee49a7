import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { CACHED_RESPONSE_KEY, CachedResponseInterceptor } from './cached-response.interceptor.ts';

/**
 * Keeps a GET route's answer for about `seconds`, by route, parameters and query, until its tag is invalidated.
 * Only for answers that are the same for every caller.
 */
export function CachedResponse(options: { seconds: number; tag: string }): MethodDecorator {
  return applyDecorators(SetMetadata(CACHED_RESPONSE_KEY, options), UseInterceptors(CachedResponseInterceptor));
}
