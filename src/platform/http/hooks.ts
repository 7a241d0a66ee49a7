import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../shared/refusal.ts';
import type { Drain } from './drain.ts';
import { requireNoCardDataAround } from './card-data.ts';
import { requireFieldName } from './field-name.ts';
import { GLOBAL_PREFIX } from './global-prefix.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';
import { RouteTable } from './route-table.ts';
import { securityHeaders } from './security-headers.ts';
import { answerWithStatus } from './with-status.ts';

/** Answers are about money and people: nobody on the way keeps them, unless a handler says otherwise. */
const CACHE_CONTROL = 'no-store';

/** What every request passes before Nest sees it. Must be called before the routes are registered. */
export function installHooks(instance: FastifyInstance, drain: Drain): void {
  const routes = new RouteTable();
  const headers = { ...securityHeaders(), 'cache-control': CACHE_CONTROL };
  instance.addHook('onRoute', (route) => routes.add(route));
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header(REQUEST_ID_HEADER, request.id);
    done(refusalOfAddress(routes, request, reply));
  });
  answerWithStatus(instance);
  // When the answer goes out, and not when the request came: a connection that was busy when draining began would otherwise
  // be kept alive, and keep us from ending, until the grace time is over.
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (drain.draining) void reply.header('connection', 'close');
    done(null, payload);
  });
}

function refusalOfAddress(routes: RouteTable, request: FastifyRequest, reply: FastifyReply): Error | undefined {
  try {
    refuseNul(request);
    requireNoCardDataAround(request);
    Object.keys(request.query as object).forEach(requireFieldName);
    if (request.is404) refuseUnknown(routes, request, reply);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

// PostgreSQL has no NUL in text; nothing of ours is named by one.
function refuseNul({ url }: FastifyRequest): void {
  if (url.includes('%00')) throw refuse('malformed_request', 'The URL holds a NUL character');
}

function refuseUnknown(routes: RouteTable, { url }: FastifyRequest, reply: FastifyReply): void {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  if (path === '/')
    throw refuse('route_not_found', `The API is at /${GLOBAL_PREFIX}; /docs and /openapi.json say what it can`);
  const methods = routes.methodsOf(path);
  if (methods.length === 0) return;
  void reply.header('allow', methods.join(', '));
  throw refuse('method_not_allowed');
}
