import type { FastifyInstance } from 'fastify';

/** A handler's answer with a status that is not its route's. */
export class WithStatus<T> {
  constructor(
    readonly status: number,
    readonly body: T,
  ) {}
}

/** A hook, and not an interceptor: those cost every request of their route an observable. */
export function answerWithStatus(instance: FastifyInstance): void {
  instance.addHook('preSerialization', (_request, reply, payload, done) => {
    if (!(payload instanceof WithStatus)) {
      done(null, payload);
      return;
    }
    void reply.code(payload.status);
    done(null, payload.body);
  });
}
