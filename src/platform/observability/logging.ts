import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Config } from '../config/index.ts';
import { requestIdOf } from '../http/request-id.ts';
import { errorFields } from './error-fields.ts';

const SECRET_NAMES = [
  ...['authorization', 'cookie', 'password', 'token', 'accessToken', 'refreshToken', 'idempotencyKey'],
  ...['["set-cookie"]', '["idempotency-key"]', '["x-api-key"]', 'secret', 'privateKey', 'qrPayload'],
];
const REDACTED_PATHS = SECRET_NAMES.flatMap((name) => {
  const below = name.startsWith('[') ? name : `.${name}`;
  return [below.replace(/^\./, ''), `*${below}`, `*.*${below}`];
});

/** Probes come every few seconds and say nothing that their metrics do not. */
const HEALTH = '/health/';

interface LoggedRequest extends IncomingMessage {
  originalUrl?: string;
}

/** How requests and messages are logged: JSON lines, never a body, a header or a query string, and secrets by name redacted. */
export function loggerParams({ logLevel }: Config): Params {
  return {
    pinoHttp: {
      level: logLevel,
      // Fastify has given the request its id already.
      genReqId: (request) => request.id ?? requestIdOf(request),
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'requestId', responseTime: 'durationMs' },
      autoLogging: { ignore: (request) => pathOf(request).startsWith(HEALTH) },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
      customErrorObject: (_request, _response, _error, fields: Record<string, unknown>) => ({
        ...fields,
        err: undefined,
      }),
      serializers: { req: requestFields, res: responseFields, err: errorFields },
      wrapSerializers: false,
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
  };
}

function requestFields(request: LoggedRequest): Record<string, unknown> {
  return { method: request.method, path: pathOf(request), remoteAddress: request.socket.remoteAddress };
}

// What stands in a query may be a secret; middleware shortens `url`.
function pathOf({ originalUrl, url }: LoggedRequest): string {
  return (originalUrl ?? url ?? '').split('?', 1)[0] ?? '';
}

function responseFields({ statusCode }: ServerResponse): Record<string, unknown> {
  return { statusCode };
}
