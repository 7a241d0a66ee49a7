import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../../shared/refusal.ts';
import { GLOBAL_PREFIX } from './global-prefix.ts';
import { MAX_FIELD_PROBLEMS } from './field-problems.ts';

// RouteParamtypes.QUERY of Nest, which does not export it.
const QUERY_ARGUMENT = '4:';

/**
 * Refuses `validation_failed` for a query on a route that takes none. What a caller adds means something to them: to ignore
 * `?dryRun=true` would be to move the money. Outside the API are the probes, to which load balancers add what they like.
 */
@Injectable()
export class UnaskedQuery implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    const names = Object.keys(query as object);
    if (names.length > 0 && routeOptions.url?.startsWith(`/${GLOBAL_PREFIX}/`) && !takesQuery(context)) {
      const errors = names.slice(0, MAX_FIELD_PROBLEMS).map((name) => ({
        pointer: `/${name}`,
        code: 'unknown_field',
        message: 'the route takes no query',
      }));
      throw refuse('validation_failed', undefined, { errors });
    }
    return true;
  }
}

function takesQuery(context: ExecutionContext): boolean {
  const args: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name);
  return Object.keys(args ?? {}).some((key) => key.startsWith(QUERY_ARGUMENT));
}
