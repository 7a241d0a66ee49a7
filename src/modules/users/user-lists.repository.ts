import { Injectable } from '@nestjs/common';
import { Postgres } from '../../platform/postgres/index.ts';
import type { KycStatus } from './kyc-state.ts';
import type { User, UserHistoryLine, UserStatus } from './user.ts';
import { PUBLIC_COLUMNS, toUser } from './users.repository.ts';

const HISTORY_LINES = 50;

export interface UserFilter {
  readonly status?: UserStatus;
  readonly kycStatus?: KycStatus;
  readonly role?: string;
  readonly email?: string;
}

/** People as administrators see them: also those who deleted their account. */
@Injectable()
export class UserLists {
  constructor(private readonly postgres: Postgres) {}

  /** Newest first, `limit + 1` rows at most. */
  async list(filter: UserFilter, beforeId: string | undefined, limit: number): Promise<User[]> {
    const { status, kycStatus, role, email } = filter;
    const rows = await this.postgres.prisma.user.findMany({
      where: { status, kycStatus, email, roles: role === undefined ? undefined : { has: role }, id: { lt: beforeId } },
      select: PUBLIC_COLUMNS,
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toUser);
  }

  async find(id: string): Promise<User | undefined> {
    const row = await this.postgres.prisma.user.findUnique({ where: { id }, select: PUBLIC_COLUMNS });
    return row ? toUser(row) : undefined;
  }

  /** What became of a person lately, newest first: status, check and roles. */
  async history(userId: string): Promise<UserHistoryLine[]> {
    const { rows } = await this.postgres.query<{ [Key in keyof UserHistoryLine]: UserHistoryLine[Key] }>({
      text: `select change, "from", "to", reason, "changedBy", "createdAt" from (
               select id, field as change, from_value as "from", to_value as "to", reason,
                      changed_by::text as "changedBy", created_at as "createdAt"
               from user_change where user_id = $1
               union all
               select id, change, null, role, reason, changed_by::text, created_at from access_change where user_id = $1
             ) line order by "createdAt" desc, id desc limit $2`,
      values: [userId, HISTORY_LINES],
    });
    return rows;
  }
}
