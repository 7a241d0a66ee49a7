import { randomUUID } from 'node:crypto';
import { type Body, type Person, type World } from '../support/world.ts';

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly key: string;
  readonly status: string;
  readonly version: number;
  readonly permissions: readonly string[];
  readonly lastUsedAt: string | null;
  readonly oldSecretUntil: string | null;
}

export const DAY_MS = 86_400_000;

/** The routes of API keys, and what may be asked with one. */
export function keyCalls(world: () => World) {
  const create = (person: Person, permissions: readonly string[] = ['wallets:read'], more: Body = {}) =>
    world().call<Key>('POST', '/api-keys', person, { body: { name: 'Payouts', permissions, ...more } });
  return {
    create,
    keyOf: async (person: Person, ...permissions: readonly string[]) => (await create(person, permissions)).body,
    rotate: (person: Person, id: string, graceSeconds: number, headers = {}) =>
      world().call<Key>('POST', `/api-keys/${id}/rotate`, person, { body: { graceSeconds }, headers }),
    revoke: (person: Person, id: string) => world().call('DELETE', `/api-keys/${id}`, person),
    list: async (person: Person) => (await world().call<{ data: Key[] }>('GET', '/api-keys', person)).body.data,
    ask: (key: string, path = '/wallets', method = 'GET', body?: unknown) =>
      world().call(method, path, undefined, { body, headers: { 'x-api-key': key, 'idempotency-key': randomUUID() } }),
  };
}
