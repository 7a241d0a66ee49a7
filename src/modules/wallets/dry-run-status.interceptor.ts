import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { isDryRun } from './is-dry-run.ts';

/** Nothing is created: a dry run is 200, also on routes that answer 201. */
@Injectable()
export class DryRunStatus implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { query } = http.getRequest<FastifyRequest>();
    if (!isDryRun(query as Record<string, unknown>)) return next.handle();
    return next.handle().pipe(tap(() => void http.getResponse<FastifyReply>().status(HttpStatus.OK)));
  }
}
