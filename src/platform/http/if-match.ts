import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../../shared/refusal.ts';

const VERSION = /^(?:W\/)?"?(\d{1,18})"?$/;

/** The version that `If-Match` names: `"3"` or `3`. Undefined for none and for `*`. Refuses `stale_version` for anything else. */
export function expectedVersion(ifMatch: string | undefined): bigint | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = VERSION.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw refuse('stale_version', 'If-Match names no version of ours');
  return BigInt(version);
}

/** The version that the caller read, as a parameter; undefined when they do not say. The route is `@HonoursIfMatch`. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): bigint | undefined =>
  expectedVersion(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** Says in OpenAPI that the route honours If-Match. */
export function HonoursIfMatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'If-Match', required: false, description: 'The version you read, such as "3".' }),
  );
}
