import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Replayable } from './replayable.ts';

export const REPLAYED_HEADER = 'Idempotency-Replayed';

/** Puts the body in the place of a `Replayable`, and says whether it was given before. */
@Injectable()
export class ReplayedHeader implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('preSerialization', (_request, reply, payload, done) => {
      if (!(payload instanceof Replayable)) {
        done(null, payload);
        return;
      }
      if (payload.replayed) void reply.header(REPLAYED_HEADER, 'true');
      done(null, payload.body);
    });
  }
}
