import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Claims } from './claims.repository.ts';
import { parseKey, principalKeyOf, scopeOf } from './key.ts';
import { PostgresRoutes } from './postgres-routes.ts';
import { IdempotencyRecords, type ListedRecord, RECORD_LIFETIME_MS } from './records.repository.ts';

export const KEY_STATES = ['in_progress', 'completed'] as const;

export interface KeyUse {
  readonly route: string;
  readonly state: (typeof KEY_STATES)[number];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly statusCode: number | null;
  readonly resourceId: string | null;
}

/** Says what a caller's key did, route by route, oldest first. Refuses idempotency_key_invalid, not_found. */
@Injectable()
export class ExplainKey {
  constructor(
    private readonly records: IdempotencyRecords,
    private readonly claims: Claims,
    private readonly postgresRoutes: PostgresRoutes,
  ) {}

  async execute(query: { principalId: string; key: string }): Promise<KeyUse[]> {
    const key = parseKey(query.key) ?? '';
    const [records, claimed] = await Promise.all([
      this.records.list(principalKeyOf(query.principalId, key)),
      this.claimed(query.principalId, key),
    ]);
    const uses = [...records.map(useOfRecord), ...claimed];
    if (uses.length === 0) throw refuse('not_found', 'You used no such key in the last 24 hours');
    return uses.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }

  // These routes keep no record of the key itself: what is looked for is the scope that the key has on each of them.
  private async claimed(principalId: string, key: string): Promise<KeyUse[]> {
    const routes = new Map(this.postgresRoutes.list().map((route) => [scopeOf(principalId, route, key), route]));
    const found = await this.claims.findMany([...routes.keys()]);
    return found.map(({ scope, resourceId, createdAt }) => ({
      route: routes.get(scope) ?? '',
      state: 'completed',
      createdAt,
      expiresAt: new Date(createdAt.getTime() + RECORD_LIFETIME_MS),
      statusCode: null,
      resourceId,
    }));
  }
}

function useOfRecord(record: ListedRecord): KeyUse {
  return {
    route: record.route,
    state: record.state,
    createdAt: new Date(record.createdAtMs),
    expiresAt: new Date(record.expiresAt * 1_000),
    statusCode: record.statusCode ?? null,
    resourceId: record.resourceId ?? null,
  };
}
