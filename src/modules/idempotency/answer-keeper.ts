import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { IdempotentRequest, OpenRecord } from './idempotent-request.ts';
import { type Completion, isOutcome } from './record.ts';
import { IdempotencyRecords } from './records.repository.ts';

/** An item of DynamoDB is at most 400 KB; this leaves room for the rest of it. */
const MAX_BODY_BYTES = 300_000;

/**
 * Ends what `IdempotencyInterceptor` began, just before the answer is sent: an outcome is kept byte for byte, refusals too;
 * any other answer releases the key. It looks at the finished answer because what a refusal says is decided after all
 * interceptors. When DynamoDB fails here the answer is sent all the same: the claim in PostgreSQL still protects the effect.
 */
@Injectable()
export class AnswerKeeper implements OnModuleInit {
  private readonly logger = new Logger(AnswerKeeper.name);

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly records: IdempotencyRecords,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onSend', (request: IdempotentRequest, reply, payload, done) => {
      const opened = request.idempotencyRecord;
      if (opened === undefined) {
        done(null, payload);
        return;
      }
      request.idempotencyRecord = undefined;
      void this.end(opened, reply, payload).then(() => done(null, payload));
    });
  }

  private async end(opened: OpenRecord, reply: FastifyReply, payload: unknown): Promise<void> {
    try {
      const keep = isOutcome(reply.statusCode) && !opened.discard;
      const ended = keep
        ? await this.records.complete(opened, completionOf(reply, payload))
        : await this.records.release(opened);
      if (!ended) this.logger.warn('an idempotency record was taken over before its answer was known');
    } catch (error) {
      this.logger.error(`an idempotency record was not ended: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }
}

function completionOf(reply: FastifyReply, payload: unknown): Completion {
  const text = Buffer.isBuffer(payload) ? payload.toString('utf8') : payload;
  const body = typeof text === 'string' && Buffer.byteLength(text) <= MAX_BODY_BYTES ? text : undefined;
  const contentType = reply.getHeader('content-type');
  return {
    statusCode: reply.statusCode,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    body,
    resourceId: reply.statusCode < 300 ? resourceIdOf(body) : undefined,
  };
}

function resourceIdOf(body: string | undefined): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body ?? 'null');
    if (typeof parsed !== 'object' || parsed === null || !('id' in parsed)) return undefined;
    return typeof parsed.id === 'string' ? parsed.id : undefined;
  } catch {
    return undefined;
  }
}
