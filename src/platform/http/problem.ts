import { HttpException } from '@nestjs/common';
import { type FieldProblem, Refusal, REFUSAL_TITLES, refuse, type RefusalCode } from '../../shared/refusal.ts';
import { REFUSAL_STATUS } from './refusal-status.ts';
import { isStoreFailure } from './store-failure.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** An error on the wire: RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: RefusalCode;
  readonly requestId: string;
  readonly errors?: readonly FieldProblem[];
}

const STORE_RETRY_AFTER_SECONDS = 1;

const CODE_OF_FASTIFY: Readonly<Record<string, RefusalCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_MAX_PARAM_LENGTH: 'route_not_found',
};

const CODE_OF_STATUS: Readonly<Record<number, RefusalCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'route_not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
};

/** What happened, as one of our refusals. What nobody expected is `internal_error`, and says nothing about itself. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (isStoreFailure(error)) {
    return refuse('store_unavailable', undefined, { retryAfterSeconds: STORE_RETRY_AFTER_SECONDS });
  }
  const fastifyCode = textOf(error, 'code') ?? textOf(causeOf(error), 'code');
  if (fastifyCode?.startsWith('FST_ERR_') === true && clientErrorStatusOf(error) !== undefined) {
    return refuse(CODE_OF_FASTIFY[fastifyCode] ?? 'malformed_request');
  }
  const status = error instanceof HttpException ? error.getStatus() : clientErrorStatusOf(error);
  if (status !== undefined && status < 500) return refuse(CODE_OF_STATUS[status] ?? 'malformed_request');
  return refuse('internal_error');
}

export function problemOf({ code, detail, extras }: Refusal, requestId: string): Problem {
  const { errors, members } = extras;
  return {
    ...members,
    type: `urn:trivet:problem:${code}`,
    title: REFUSAL_TITLES[code],
    status: REFUSAL_STATUS[code],
    detail,
    code,
    requestId,
    ...(errors === undefined ? {} : { errors }),
  };
}

/** Bytes, since Fastify adds a charset to the type of text, and JSON has none (RFC 8259). */
export function problemBody(problem: Problem): Buffer {
  return Buffer.from(JSON.stringify(problem), 'utf8');
}

/** The headers that belong to a refusal, in lower case. */
export function problemHeaders({ code, extras }: Refusal): Record<string, string> {
  return {
    ...(extras.retryAfterSeconds === undefined
      ? {}
      : { 'retry-after': String(Math.max(1, Math.ceil(extras.retryAfterSeconds))) }),
    ...(REFUSAL_STATUS[code] === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  };
}

// Fastify's parsers, and what they are made of, put a 4xx on errors that are the caller's.
function clientErrorStatusOf(error: unknown): number | undefined {
  const status = error instanceof HttpException ? error.getStatus() : propertyOf(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function causeOf(error: unknown): unknown {
  return propertyOf(error, 'cause');
}

function textOf(error: unknown, key: string): string | undefined {
  const value = propertyOf(error, key);
  return typeof value === 'string' ? value : undefined;
}

function propertyOf(error: unknown, key: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[key] : undefined;
}
