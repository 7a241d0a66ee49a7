import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Probes come every few seconds and say nothing that their metrics do not. */
const HEALTH = '/health/';
const SERVER_ERROR = 500;

/** One line a request, when it is over. Our own, and not pino-http's, which makes two loggers a request, logged or not. */
export function logRequests(instance: FastifyInstance, logger: Logger): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const startedMs = Date.now();
    // 'close' comes once whatever happens; Fastify's onResponse does not come for a client that left.
    if (!request.url.startsWith(HEALTH)) reply.raw.once('close', () => logRequest(logger, request, reply, startedMs));
    done();
  });
}

function logRequest(logger: Logger, request: FastifyRequest, { raw: res }: FastifyReply, startedMs: number): void {
  const level = res.statusCode >= SERVER_ERROR ? 'error' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const fields = { requestId: request.id, req: request.raw, res, durationMs: Date.now() - startedMs };
  logger[level](fields, messageOf(request, res));
}

function messageOf({ raw }: FastifyRequest, res: FastifyReply['raw']): string {
  if (res.statusCode >= SERVER_ERROR) return 'request errored';
  return res.writableEnded && !raw.readableAborted ? 'request completed' : 'request aborted';
}
