import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Postgres, Prisma, type Tx } from '../postgres/index.ts';
import { DATA_KEY_BYTES } from './key-provider.ts';
import { archivePlaceOf, personPlaceOf } from './person-key-places.ts';
import { SecretBox } from './secret-box.ts';

interface ArchiveKeyRow {
  readonly user_id: string;
  readonly archive_key: string | null;
}

/** Of each person their key; null when it was destroyed. Who is nobody here is not among them. */
export type ArchiveKeys = ReadonlyMap<string, Buffer | null>;

/**
 * The keys of what is written once and cannot be sealed anew, one a person. Unlike the keys beside them they stay the same: only what
 * they are sealed with changes.
 */
@Injectable()
export class ArchiveKeysRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Made the first time. Nobody destroys them until the transaction ends. */
  async toSeal(tx: Tx, personIds: readonly string[]): Promise<ArchiveKeys> {
    if (personIds.length === 0) return new Map();
    await this.makeMissing(tx, personIds);
    const rows = await tx.$queryRaw<ArchiveKeyRow[]>`
      select user_id, archive_key from person_key where user_id = any(${personIds}::uuid[]) order by user_id for share`;
    return this.opened(rows);
  }

  async toOpen(personIds: readonly string[]): Promise<ArchiveKeys> {
    if (personIds.length === 0) return new Map();
    const rows = await this.postgres.prisma.$queryRaw<ArchiveKeyRow[]>`
      select user_id, archive_key from person_key where user_id = any(${personIds}::uuid[])`;
    return this.opened(rows);
  }

  private async makeMissing(tx: Tx, personIds: readonly string[]): Promise<void> {
    // Persons are locked before their keys, as by whoever forgets them.
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select id from app_user u where id = any(${personIds}::uuid[]) and not exists (
        select from person_key k where k.user_id = u.id and (k.archive_key is not null or k.destroyed_at is not null))
       order by id for key share`;
    if (rows.length === 0) return;
    const [now, version] = [this.clock.now(), this.box.version()];
    const made = rows.map(({ id }) => {
      const [key, archiveKey] = [
        this.box.seal(fresh(), personPlaceOf(id, 1)),
        this.box.seal(fresh(), archivePlaceOf(id)),
      ];
      return Prisma.sql`(${id}::uuid, 1, ${key}, ${archiveKey}, ${version}::int, ${now}::timestamptz, ${now}::timestamptz)`;
    });
    await tx.$executeRaw`
      insert into person_key as k (user_id, version, sealed_key, archive_key, data_key_version, created_at, rotated_at)
      values ${Prisma.join(made)}
      on conflict (user_id) do update set archive_key = excluded.archive_key
       where k.archive_key is null and k.destroyed_at is null`;
  }

  private async opened(rows: readonly ArchiveKeyRow[]): Promise<ArchiveKeys> {
    const keys = new Map<string, Buffer | null>();
    for (const { user_id: id, archive_key: sealed } of rows) {
      keys.set(id, sealed === null ? null : Buffer.from(await this.box.open(sealed, archivePlaceOf(id)), 'base64'));
    }
    return keys;
  }
}

function fresh(): string {
  return randomBytes(DATA_KEY_BYTES).toString('base64');
}
