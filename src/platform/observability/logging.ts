import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import { errorFields } from './error-fields.ts';
import { redacted, withoutCardNumbers } from './redaction.ts';
import { currentRequestId } from './request-context.ts';

/** How requests and messages are logged: JSON lines, never a body, a header or a query string, and nothing that `redacted` hides. */
export function loggerParams({ logLevel }: Pick<Config, 'logLevel'>): Params {
  return {
    // No middleware of theirs: `logRequests` and `followRequests` do what it would do.
    forRoutes: [],
    pinoHttp: {
      level: logLevel,
      mixin: () => ({ requestId: currentRequestId() }),
      serializers: { req: requestFields, res: responseFields, err: errorFields, msg: messageText },
      wrapSerializers: false,
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: redacted },
    },
  };
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

function messageText(message: unknown): unknown {
  return typeof message === 'string' ? withoutCardNumbers(message) : message;
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
