import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { catchError, type Observable, of } from 'rxjs';
import { Refusal, type RefusalCode } from '../../shared/refusal.ts';
import { type Asked, askedOf } from './asked.ts';
import { BeginRequest } from './begin-request.use-case.ts';
import { IDEMPOTENT_KEY, type IdempotentOptions, type IdempotentRequest } from './idempotent-request.ts';
import { principalKeyOf } from './key.ts';
import type { IdempotencyRecord, NewRecord } from './record.ts';
import { REPLAYED_HEADER } from './replayed-header.ts';

/**
 * Refusals after which the key is free for a new try: the claim belongs to an earlier request, whose refusal is no outcome of this
 * one; or what was asked is yet to be decided, or is tried by another at this moment.
 */
const NO_OUTCOME: ReadonlySet<RefusalCode> = new Set(['idempotency_key_reused', 'in_review', 'request_in_progress']);

/** Begins what is kept in DynamoDB, or answers in its place. `AnswerKeeper` ends it, when the answer is known. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly beginRequest: BeginRequest,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const options = this.reflector.get<IdempotentOptions>(IDEMPOTENT_KEY, context.getHandler());
    const request = context.switchToHttp().getRequest<IdempotentRequest>();
    const asked = askedOf(request, options);
    if (asked === undefined) return next.handle();
    request.idempotencyClaim = asked.claim;
    const beginning = await this.beginRequest.execute(recordOf(asked));
    if ('earlier' in beginning) {
      return of(replayedBody(beginning.earlier, context.switchToHttp().getResponse<FastifyReply>()));
    }
    request.idempotencyRecord = beginning.opened;
    return next.handle().pipe(catchError((error: unknown) => rethrow(error, request)));
  }
}

function recordOf({ claim, principalId, key, route }: Asked): NewRecord {
  return { ...claim, principalKey: principalKeyOf(principalId, key), route };
}

function rethrow(error: unknown, request: IdempotentRequest): never {
  if (request.idempotencyRecord && error instanceof Refusal && NO_OUTCOME.has(error.code)) {
    request.idempotencyRecord = { ...request.idempotencyRecord, discard: true };
  }
  throw error;
}

// As bytes, so that nothing between here and the socket writes the JSON anew.
function replayedBody(record: IdempotencyRecord, reply: FastifyReply): Buffer | undefined {
  void reply.status(record.statusCode ?? 200).header(REPLAYED_HEADER, 'true');
  if (typeof record.contentType === 'string') void reply.header('content-type', record.contentType);
  return typeof record.body === 'string' ? Buffer.from(record.body, 'utf8') : undefined;
}
