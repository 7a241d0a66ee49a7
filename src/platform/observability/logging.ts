import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Config } from '../config/index.ts';
import { requestIdOf } from '../http/request-id.ts';
import { errorFields } from './error-fields.ts';

const SECRET_NAMES = new Set([
  ...['authorization', 'cookie', 'password', 'token', 'accessToken', 'refreshToken', 'idempotencyKey'],
  ...['set-cookie', 'idempotency-key', 'x-api-key', 'secret', 'privateKey', 'qrPayload'],
]);
const CENSORED = '[redacted]';
const MAX_DEPTH = 5;

/** Probes come every few seconds and say nothing that their metrics do not. */
const HEALTH = '/health/';

/**
 * Secrets by their name, wherever they stand. Here and not by paths given to pino, which looks for them in every request's own
 * logger too, whether or not anything is logged. What is not a plain object has a serializer.
 */
function redacted(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => {
    return [name, SECRET_NAMES.has(name) ? CENSORED : redactedValue(value, depth + 1)];
  });
  return Object.fromEntries(entries);
}

function redactedValue(value: unknown, depth: number): unknown {
  if (!Array.isArray(value) && !isPlain(value)) return value;
  if (depth > MAX_DEPTH) return CENSORED;
  return Array.isArray(value) ? value.map((one) => redactedValue(one, depth + 1)) : redacted(value, depth);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

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
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redacted(fields, 0) },
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
