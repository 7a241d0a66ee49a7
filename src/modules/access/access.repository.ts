import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { asSystem, Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Access, CatalogueEntry, RolePermissions } from './access.ts';
import { FIRST_PERMISSIONS } from './built-in-roles.ts';

/** Longer than the clocks of two containers may differ. */
const MARGIN_SECONDS = 60;

const epochMs = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

/** Who may what, as PostgreSQL has it: always from the primary, for a replica may not know yet. */
@Injectable()
export class AccessRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Null for somebody who does not exist. */
  async find(userId: string): Promise<Access | null> {
    const { rows } = await asSystem('access', () =>
      this.postgres.query<Access>({
        text: `select status, roles, session_epoch as "sessionEpoch",
               array(select session_id::text from ended_session e where e.user_id = u.id and e.ended_at > $2)
                 as "endedSessions",
               (select coalesce(jsonb_agg(jsonb_build_object(
                         'id', k.id, 'secretHash', k.secret_hash, 'permissions', k.permissions,
                         'formerHash', k.former_hash, 'formerUntilMs', ${epochMs('k.former_until')},
                         'expiresAtMs', ${epochMs('k.expires_at')})), '[]')
                from api_key k where k.user_id = u.id and k.revoked_at is null and k.expires_at > $3) as keys
             from app_user u where id = $1`,
        values: [userId, this.oldestToken(), this.clock.now()],
      }),
    );
    return rows[0] ?? null;
  }

  async rolePermissions(reader: Tx = this.postgres.prisma): Promise<RolePermissions> {
    const rows = await reader.rolePermission.findMany();
    const byRole = Map.groupBy(rows, ({ role }) => role);
    return Object.fromEntries([...byRole].map(([role, given]) => [role, given.map(({ permission }) => permission)]));
  }

  /** From now on no access token of the session counts. False when that was so already, or there is no such person. */
  async endSession(tx: Tx, sessionId: string, userId: string): Promise<boolean> {
    const ended = await tx.$executeRaw`
      insert into ended_session (session_id, user_id, ended_at)
      select ${sessionId}::uuid, id, ${this.clock.now()} from app_user where id = ${userId}::uuid on conflict do nothing`;
    return ended === 1;
  }

  /** Returns how many sessions were forgotten: every token of theirs has expired. */
  async deleteExpired(limit: number): Promise<number> {
    const { rowCount } = await this.postgres.query({
      text: `delete from ended_session where session_id in
               (select session_id from ended_session where ended_at <= $1 order by ended_at limit $2)`,
      values: [this.oldestToken(), limit],
    });
    return rowCount ?? 0;
  }

  /**
   * Puts the catalogue into its table. A permission that was not there before goes to the built-in roles that are to have it; one that
   * was is left to whom administrators gave it. Of several processes that start at once, one does it.
   */
  async putCatalogue(catalogue: readonly CatalogueEntry[]): Promise<void> {
    const first = Object.entries(FIRST_PERMISSIONS).flatMap(([role, names]) =>
      names.map((permission) => ({ role, permission })),
    );
    await this.postgres.query({
      text: `with entry as (
               insert into permission (name, description) select name, description
               from jsonb_to_recordset($1) e (name text, description text) order by name
               on conflict (name) do update set description = excluded.description
                 where permission.description <> excluded.description
               returning name, xmax = 0 as added)
             insert into role_permission (role, permission)
             select role, permission from jsonb_to_recordset($2) f (role text, permission text)
             join entry on entry.name = permission and added
             on conflict do nothing`,
      values: [JSON.stringify(catalogue), JSON.stringify(first)],
    });
  }

  private oldestToken(): Date {
    return new Date(this.clock.now().getTime() - (this.config.tokens.accessSeconds + MARGIN_SECONDS) * 1_000);
  }
}
