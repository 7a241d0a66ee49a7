import { Injectable } from '@nestjs/common';
import { asSystem, Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { ApiKey } from './api-key.ts';

/** A key that was used, and when. */
export interface KeyUse {
  readonly keyId: string;
  readonly at: Date;
}

/** What a rotation changes of a key. */
export type Rotated = Pick<ApiKey, 'secretHash' | 'formerHash' | 'formerUntil' | 'rotatedAt'>;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Whose key it is, whatever became of it. */
  async ownerOf(id: string): Promise<string | undefined> {
    const statement = { text: 'select user_id from api_key where id = $1', values: [id] };
    const { rows } = await asSystem('access', () => this.postgres.query<{ user_id: string }>(statement));
    return rows[0]?.user_id;
  }

  /** The person's own, newest first; `limit + 1` at most. */
  list(userId: string, beforeId: string | undefined, limit: number): Promise<ApiKey[]> {
    const where = { userId, id: { lt: beforeId } };
    return this.postgres.prisma.apiKey.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
  }

  /** The person's own, as it is under the lock. */
  async lock(tx: Tx, userId: string, id: string): Promise<ApiKey | undefined> {
    await tx.$queryRaw`select 1 from api_key where id = ${id}::uuid and user_id = ${userId}::uuid for update`;
    return (await tx.apiKey.findUnique({ where: { id, userId } })) ?? undefined;
  }

  /** How many of a person's work. While the person is locked, what is decided by it holds. */
  countWorking(tx: Tx, userId: string, at: Date): Promise<number> {
    return tx.apiKey.count({ where: { userId, revokedAt: null, expiresAt: { gt: at } } });
  }

  async insert(tx: Tx, { permissions, ...key }: ApiKey): Promise<void> {
    await tx.apiKey.create({ data: { ...key, permissions: [...permissions] } });
  }

  rotate(tx: Tx, id: string, rotated: Rotated): Promise<ApiKey> {
    return tx.apiKey.update({ where: { id }, data: { ...rotated, version: { increment: 1 } } });
  }

  revoke(tx: Tx, id: string, revokedAt: Date): Promise<ApiKey> {
    const data = { revokedAt, formerHash: null, formerUntil: null, version: { increment: 1 } };
    return tx.apiKey.update({ where: { id }, data });
  }

  /** Those of the person that worked, as they are then. */
  revokeAll(tx: Tx, userId: string, revokedAt: Date): Promise<ApiKey[]> {
    return tx.apiKey.updateManyAndReturn({
      where: { userId, revokedAt: null, expiresAt: { gt: revokedAt } },
      data: { revokedAt, formerHash: null, formerUntil: null, version: { increment: 1 } },
    });
  }

  /** Of several processes that saw the same key within a minute, one writes. */
  async markUsed(uses: readonly KeyUse[]): Promise<void> {
    const statement = {
      text: `update api_key k set last_used_at = u.at
             from unnest($1::uuid[], $2::timestamptz[]) u (id, at)
             where k.id = u.id and (k.last_used_at is null or k.last_used_at <= u.at - interval '1 minute')`,
      values: [uses.map(({ keyId }) => keyId), uses.map(({ at }) => at)],
    };
    await asSystem('access', () => this.postgres.query(statement));
  }

  /** Forgets keys that were over before then; returns how many. */
  async deleteOver(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.postgres.query({
      text: `delete from api_key where id in
               (select id from api_key where (expires_at < $1 or revoked_at < $1) and not is_held(user_id) order by id limit $2)`,
      values: [before, limit],
    });
    return rowCount ?? 0;
  }
}
