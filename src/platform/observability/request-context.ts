import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';

const requestIds = new AsyncLocalStorage<string>();

/** The id of the request that is being answered here, if one is. */
export function currentRequestId(): string | undefined {
  return requestIds.getStore();
}

/** Lets everything from validation on know its request: reading the body starts a context of its own. */
export function followRequests(instance: FastifyInstance): void {
  instance.addHook('preValidation', (request, _reply, done) => requestIds.run(request.id, done));
}
