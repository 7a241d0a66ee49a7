import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { catchError, map, type Observable, of } from 'rxjs';
import { Refusal, refuse } from '../../shared/refusal.ts';
import { BeginRequest } from './begin-request.use-case.ts';
import { IDEMPOTENT_KEY, type IdempotentOptions, type IdempotentRequest } from './idempotent-request.ts';
import { fingerprintOf, KEY_HEADER, parseKey, principalKeyOf, scopeOf } from './key.ts';
import type { IdempotencyRecord, NewRecord } from './record.ts';
import { Replayable } from './replayable.ts';

export const REPLAYED_HEADER = 'Idempotency-Replayed';

/** Begins what `@Idempotent` marks, or answers in its place. `AnswerKeeper` ends it, when the answer is known. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly beginRequest: BeginRequest,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const options = this.reflector.get<IdempotentOptions | undefined>(IDEMPOTENT_KEY, context.getHandler()) ?? {};
    const request = context.switchToHttp().getRequest<IdempotentRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const asked = askedOf(request, options);
    if (asked === undefined) return unwrapped(next, reply);
    request.idempotencyClaim = { scope: asked.scope, fingerprint: asked.fingerprint };
    if (options.record === 'postgres') return unwrapped(next, reply);
    const beginning = await this.beginRequest.execute(asked);
    if ('earlier' in beginning) return of(replayedBody(beginning.earlier, reply));
    request.idempotencyRecord = beginning.opened;
    return unwrapped(next, reply, request);
  }
}

// Refuses idempotency_key_required, idempotency_key_invalid. Undefined when there is nothing to be idempotent about.
function askedOf(request: IdempotentRequest, options: IdempotentOptions): NewRecord | undefined {
  if (options.exempt?.(request.query as Record<string, unknown>)) return undefined;
  const key = parseKey(request.headers[KEY_HEADER.toLowerCase()]);
  if (key === undefined) {
    if (options.required ?? true) throw refuse('idempotency_key_required');
    return undefined;
  }
  // Without a caller a key would be shared by strangers, and with it the answers.
  if (request.user === undefined) throw refuse('unauthenticated');
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  const { params, query, body } = request;
  return {
    scope: scopeOf(request.user.id, route, key),
    principalKey: principalKeyOf(request.user.id, key),
    route,
    fingerprint: fingerprintOf({ params, query, body }),
  };
}

function unwrapped(next: CallHandler, reply: FastifyReply, request?: IdempotentRequest): Observable<unknown> {
  return next.handle().pipe(
    map((result: unknown) => {
      if (!(result instanceof Replayable)) return result;
      if (result.replayed) void reply.header(REPLAYED_HEADER, 'true');
      return result.body as unknown;
    }),
    catchError((error: unknown) => {
      // The claim belongs to an earlier request: its refusal is no outcome of this one.
      if (request?.idempotencyRecord && error instanceof Refusal && error.code === 'idempotency_key_reused') {
        request.idempotencyRecord = { ...request.idempotencyRecord, discard: true };
      }
      throw error;
    }),
  );
}

// As bytes, so that nothing between here and the socket writes the JSON anew.
function replayedBody(record: IdempotencyRecord, reply: FastifyReply): Buffer | undefined {
  void reply.status(record.statusCode ?? 200).header(REPLAYED_HEADER, 'true');
  if (typeof record.contentType === 'string') void reply.header('content-type', record.contentType);
  return typeof record.body === 'string' ? Buffer.from(record.body, 'utf8') : undefined;
}
