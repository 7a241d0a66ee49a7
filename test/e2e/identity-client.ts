import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export const PASSWORD = 'Trivet-demo-1';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

export interface SignedIn {
  readonly user: { readonly id: string; readonly email: string };
  readonly tokens: Tokens;
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Record<string, number | string | string[] | undefined>;
  readonly body: T;
}

// Typed, for Jest's own are `any`.
export const ANY_TEXT: unknown = expect.any(String);
export const ANY_NUMBER: unknown = expect.any(Number);
export const ANY_LIST: unknown = expect.any(Array);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

type Method = 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH';

export function newEmail(): string {
  // Ids of a known form: sixteen hexadecimal digits are once in a while a card number.
  return `${randomUUID()}@test.example`;
}

let addresses = 0;

/** An address that nobody in this file has. */
export function newAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

export function registration(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { email: newEmail(), password: PASSWORD, firstName: 'Ada', lastName: 'Test', ...overrides };
}

/** Calls the routes of identity. Each client has an address of its own, so that tests do not share a rate limit. */
export class IdentityClient {
  private readonly remoteAddress = newAddress();

  constructor(private readonly app: NestFastifyApplication) {}

  async call<T = Record<string, unknown>>(
    method: Method,
    path: string,
    options: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const { body, token, headers = {} } = options;
    const response = await this.app.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: this.remoteAddress,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      payload: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: (response.body === '' ? {} : response.json()) as T,
    };
  }

  async register(overrides: Record<string, unknown> = {}): Promise<SignedIn> {
    const answer = await this.call<SignedIn>('POST', '/auth/register', { body: registration(overrides) });
    if (answer.status !== 201) throw new Error(`register answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  login(email: string, password: string = PASSWORD, headers: Record<string, string> = {}): Promise<Answer<SignedIn>> {
    return this.call<SignedIn>('POST', '/auth/login', { body: { email, password }, headers });
  }

  refresh(refreshToken: string): Promise<Answer<{ tokens: Tokens; code?: string }>> {
    return this.call('POST', '/auth/refresh', { body: { refreshToken } });
  }

  me(token?: string): Promise<Answer> {
    return this.call('GET', '/me', { token });
  }
}
