import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppRoute } from './app-routes.ts';
import type { GoodRequest } from './route-case.ts';

/** A request as it goes over the wire. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
}

export interface Changes {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly payload?: string;
  /** Undefined leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** The good request of a route, under a key of its own where the route takes one, with these changes. */
export function requestTo(route: AppRoute, good: GoodRequest, changes: Changes = {}): SentRequest {
  const payload = changes.payload ?? (good.body === undefined ? undefined : JSON.stringify(good.body));
  const headers = {
    ...good.headers,
    ...(good.as === undefined ? {} : { authorization: `Bearer ${good.as.token}` }),
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    ...(route.key === 'none' ? {} : { 'idempotency-key': randomUUID() }),
    ...changes.headers,
  };
  const sent = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined);
  return { method: route.method, url: urlOf(route, good, changes), headers: Object.fromEntries(sent), payload };
}

function urlOf({ path }: AppRoute, good: GoodRequest, { params = {}, query }: Changes): string {
  const given: Record<string, string> = { ...good.params, ...params };
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => given[name] ?? `:${name}`);
  const asked = [good.query, query].filter((part) => part !== undefined).join('&');
  return `${path.startsWith('/health') ? '' : '/api/v1'}${filled}${asked === '' ? '' : `?${asked}`}`;
}

/** Sends without a network: thousands of requests are told apart by what they say, not by how they travel. */
export async function received(app: NestFastifyApplication, request: SentRequest): Promise<Received> {
  const { method, url, headers, payload } = request;
  const response = await app.inject({ method: method as 'POST', url, headers, payload });
  return { status: response.statusCode, headers: response.headers, text: response.body };
}
