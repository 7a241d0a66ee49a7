import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Config } from '../config/index.ts';
import { errorFields } from './error-fields.ts';
import { currentRequestId } from './request-context.ts';

const SECRET_NAMES = new Set([
  ...['authorization', 'cookie', 'password', 'token', 'accessToken', 'refreshToken', 'idempotencyKey'],
  ...['set-cookie', 'idempotency-key', 'x-api-key', 'secret', 'privateKey', 'qrPayload'],
]);
const CENSORED = '[redacted]';
const MAX_DEPTH = 5;

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

/** How requests and messages are logged: JSON lines, never a body, a header or a query string, and secrets by name redacted. */
export function loggerParams({ logLevel }: Config): Params {
  return {
    // No middleware of theirs: `logRequests` and `followRequests` do what it would do.
    forRoutes: [],
    pinoHttp: {
      level: logLevel,
      mixin: () => ({ requestId: currentRequestId() }),
      serializers: { req: requestFields, res: responseFields, err: errorFields },
      wrapSerializers: false,
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redacted(fields, 0) },
    },
  };
}

function requestFields(request: IncomingMessage): Record<string, unknown> {
  return { method: request.method, path: pathOf(request), remoteAddress: request.socket.remoteAddress };
}

// What stands in a query may be a secret.
function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function responseFields({ statusCode }: ServerResponse): Record<string, unknown> {
  return { statusCode };
}
