import { isUtf8 } from 'node:buffer';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from '../../shared/refusal.ts';
import type { Config } from '../config/index.ts';
import { answerClientError } from './client-error.ts';
import { acceptForms } from './form-body.ts';
import { MAX_BODY_BYTES, requireAcceptableBody, type SentBody } from './json-body.ts';
import { PROBLEM_TYPE, problemBody, problemOf, refusalOf } from './problem.ts';
import { keepRawBody, keepsRawBody } from './raw-body.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';

/** Longer than the 60 s of the load balancer in front, which would otherwise reuse a connection that we have just closed. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 20_000;
const CONNECTIONS_CHECK_INTERVAL_MS = 5_000;
const MAX_HEADER_BYTES = 16_384;
const MAX_PARAM_LENGTH = 256;
const MAX_CONNECTIONS = 16_000;

/** Fastify as we run it: bounded in every direction, JSON but for a few forms, and with our errors where Nest cannot reach. */
export function createAdapter(config: Config): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CONNECTIONS_CHECK_INTERVAL_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    trustProxy: config.http.trustedProxyHops > 0 && ((_address, hop) => hop < config.http.trustedProxyHops),
    requestIdHeader: false,
    genReqId: requestIdOf,
    return503OnClosing: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (error: Error, request: { id: string }, reply: unknown) =>
      answerFrameworkError(error, request.id, reply as FastifyReply),
    clientErrorHandler: answerClientError,
  });
  const instance = adapter.getInstance<FastifyInstance>();
  instance.server.maxConnections = MAX_CONNECTIONS;
  acceptJson(instance);
  acceptForms(instance);
  return adapter;
}

/** A body is JSON or is refused. An empty one is no body, whatever its content type says: validation decides if that will do. */
function acceptJson(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    if (bytes.length === 0) {
      done(null, undefined);
      return;
    }
    // Decoding would put something else in the place of what is not UTF-8, and nobody would know.
    if (!isUtf8(bytes)) {
      done(refuse('malformed_request', 'The body is not UTF-8'), undefined);
      return;
    }
    const text = bytes.toString('utf8');
    keepRawBody(request, text);
    void parse(request, text, (error, body) => {
      done(error ?? refusalOfBody(body, { text, signed: keepsRawBody(request) }), body);
    });
  });
}

function refusalOfBody(body: unknown, sent: SentBody): Error | null {
  try {
    requireAcceptableBody(body, sent);
    return null;
  } catch (error) {
    return error as Error;
  }
}

// The router refuses some URLs before any hook or filter can run.
function answerFrameworkError(error: Error, requestId: string, reply: FastifyReply): void {
  const problem = problemOf(refusalOf(error), requestId);
  void reply
    .code(problem.status)
    .headers({ [REQUEST_ID_HEADER]: requestId, 'content-type': PROBLEM_TYPE })
    .send(problemBody(problem));
}
