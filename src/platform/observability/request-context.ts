import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Principal } from '../../shared/principal.ts';

const requests = new AsyncLocalStorage<RequestContext>();

/** The request that is being answered here: where it came from, and who asks as soon as the guards know. */
export class RequestContext {
  constructor(private readonly request: FastifyRequest & { user?: Principal }) {}

  get id(): string {
    return this.request.id;
  }

  get ip(): string {
    return this.request.ip;
  }

  get userAgent(): string | undefined {
    return this.request.headers['user-agent'];
  }

  get principal(): Principal | undefined {
    return this.request.user;
  }
}

/** The request that is being answered here, if one is. */
export function currentRequest(): RequestContext | undefined {
  return requests.getStore();
}

/** The id of the request that is being answered here, if one is. */
export function currentRequestId(): string | undefined {
  return requests.getStore()?.id;
}

/** Lets everything from validation on know its request: reading the body starts a context of its own. */
export function followRequests(instance: FastifyInstance): void {
  instance.addHook('preValidation', (request, _reply, done) => requests.run(new RequestContext(request), done));
}
