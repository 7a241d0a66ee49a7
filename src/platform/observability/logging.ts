import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import { withoutCardNumbers } from '../../shared/card-numbers.ts';
import { errorFields } from './error-fields.ts';
import { logText } from './log-text.ts';
import { redacted } from './redaction.ts';
import { currentRequestId } from './request-context.ts';

const UNREADABLE = '[unreadable]';
/** The routes whose last segment is a secret: who knows a key may ask what it did. */
const SECRET_SEGMENT = /(\/idempotency-keys\/+)[^/]+/g;

/** How requests and messages are logged: JSON lines, never a body, a header or a query string, and nothing that `redacted` hides. */
export function loggerParams({ logLevel }: Pick<Config, 'logLevel'>): Params {
  return {
    // No middleware of theirs: `logRequests` and `followRequests` do what it would do.
    forRoutes: [],
    pinoHttp: {
      level: logLevel,
      serializers: {
        req: unlessItThrows(requestFields),
        res: unlessItThrows(responseFields),
        err: (error: unknown) => errorFields(error),
        msg: messageText,
      },
      wrapSerializers: false,
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: fieldsOfLine },
    },
  };
}

// No mixin of pino's: it reads every field before `redacted` does, and a field may throw.
function fieldsOfLine(fields: object): Record<string, unknown> {
  return { requestId: currentRequestId(), ...redacted(fields) };
}

interface Binding {
  readonly child: (this: unknown, bindings: object, more?: unknown) => unknown;
  readonly setBindings: (this: unknown, bindings: object) => unknown;
}

/** Redacts also what children of the logger are bound to, for which pino has no formatter. The same logger may come again. */
export function guardBindings(logger: Logger): Logger {
  if (Object.hasOwn(logger, 'child')) return logger;
  const { child, setBindings } = logger as Binding;
  const guarded: Binding = {
    child(bindings, more) {
      return child.call(this, redacted(bindings), more);
    },
    setBindings(bindings) {
      return setBindings.call(this, redacted(bindings));
    },
  };
  return Object.assign(logger, guarded);
}

// What anybody gave for a request or an answer.
function unlessItThrows<T>(fieldsOf: (value: T) => Record<string, unknown>): (value: T) => unknown {
  return (value) => {
    try {
      return fieldsOf(value);
    } catch {
      return UNREADABLE;
    }
  };
}

function messageText(message: unknown): unknown {
  return typeof message === 'string' ? logText(message) : message;
}

function requestFields(request: IncomingMessage): Record<string, unknown> {
  return { method: request.method, path: pathOf(request), remoteAddress: request.socket.remoteAddress };
}

// What stands in a query may be a secret. As it was sent, unless something has to be hidden.
function pathOf({ url = '' }: IncomingMessage): string {
  const sent = url.split('?', 1)[0] ?? '';
  const path = decoded(sent);
  if (path === undefined) return UNREADABLE;
  const shown = withoutCardNumbers(path).replaceAll(SECRET_SEGMENT, '$1[redacted]');
  return logText(shown === path ? sent : shown);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function responseFields({ statusCode }: ServerResponse): Record<string, unknown> {
  return { statusCode };
}
