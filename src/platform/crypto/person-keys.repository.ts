import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Postgres, type Tx } from '../postgres/index.ts';
import { DATA_KEY_BYTES } from './key-provider.ts';
import { archivePlaceOf, personPlaceOf } from './person-key-places.ts';
import { SecretBox } from './secret-box.ts';

export interface PersonKey {
  readonly version: number;
  readonly key: Buffer;
}

interface PersonKeyRow {
  readonly version: number;
  readonly sealed_key: string | null;
  readonly previous_key: string | null;
  readonly archive_key: string | null;
}

/** The keys of persons, one each, sealed. */
@Injectable()
export class PersonKeysRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** The person's key, made the first time. It is not changed until the transaction ends. Undefined when it was destroyed. */
  async toSeal(tx: Tx, personId: string): Promise<PersonKey | undefined> {
    const found = await this.shared(tx, personId);
    if (found) return this.newest(personId, found);
    const now = this.clock.now();
    const sealed = this.fresh(personId, 1);
    await tx.$executeRaw`
      insert into person_key (user_id, version, sealed_key, data_key_version, created_at, rotated_at)
      values (${personId}::uuid, 1, ${sealed}, ${this.box.version()}, ${now}, ${now}) on conflict do nothing`;
    const made = await this.shared(tx, personId);
    return made && this.newest(personId, made);
  }

  /** The person's key of that version: theirs, or the one before it, for what was read before the key was changed. Undefined when it is gone. */
  async toOpen(personId: string, version: number, reader: Tx = this.postgres.prisma): Promise<PersonKey | undefined> {
    const [row] = await reader.$queryRaw<PersonKeyRow[]>`
      select version, sealed_key, previous_key, archive_key from person_key where user_id = ${personId}::uuid`;
    if (row?.version === version) return this.opened(personId, version, row.sealed_key);
    // Sealed with a data key that may be retired: opened by nobody who does not need it.
    return row?.version === version + 1 ? this.opened(personId, version, row.previous_key) : undefined;
  }

  /**
   * Another key for the person, for whom nobody else seals until the transaction ends; their archive key stays, under the newest data key.
   * Undefined when theirs were destroyed.
   */
  async renew(tx: Tx, personId: string): Promise<PersonKey | undefined> {
    const [row] = await tx.$queryRaw<PersonKeyRow[]>`
      select version, sealed_key, previous_key, archive_key from person_key where user_id = ${personId}::uuid for update`;
    if (!row) return this.toSeal(tx, personId);
    if (row.sealed_key === null) return undefined;
    const version = row.version + 1;
    const sealedKey = this.fresh(personId, version);
    await tx.personKey.update({
      where: { userId: personId },
      data: {
        ...{ version, sealedKey, previousKey: row.sealed_key, archiveKey: await this.archiveKeyAnew(personId, row) },
        ...{ dataKeyVersion: this.box.version(), rotatedAt: this.clock.now() },
      },
    });
    return this.opened(personId, version, sealedKey);
  }

  /** Destroys the person's key: what it sealed is noise from then on, wherever it was copied to. There is never another. */
  async destroy(tx: Tx, personId: string): Promise<void> {
    const now = this.clock.now();
    await tx.$executeRaw`
      insert into person_key (user_id, version, data_key_version, created_at, rotated_at, destroyed_at)
      values (${personId}::uuid, 1, 0, ${now}, ${now}, ${now})
      on conflict (user_id) do update set sealed_key = null, previous_key = null, archive_key = null, data_key_version = 0,
        destroyed_at = coalesce(person_key.destroyed_at, excluded.destroyed_at)`;
  }

  /** Whose keys are sealed with an older data key, in the order of their ids. */
  async sealedBefore(dataKeyVersion: number, after: string, limit: number): Promise<string[]> {
    const rows = await this.postgres.prisma.personKey.findMany({
      where: { dataKeyVersion: { lt: dataKeyVersion }, destroyedAt: null, userId: { gt: after } },
      select: { userId: true },
      orderBy: { userId: 'asc' },
      take: limit,
    });
    return rows.map(({ userId }) => userId);
  }

  private async archiveKeyAnew(personId: string, { archive_key: sealed }: PersonKeyRow): Promise<string | null> {
    const place = archivePlaceOf(personId);
    return sealed === null ? null : this.box.seal(await this.box.open(sealed, place), place);
  }

  private async shared(tx: Tx, personId: string): Promise<PersonKeyRow | undefined> {
    const rows = await tx.$queryRaw<PersonKeyRow[]>`
      select version, sealed_key, previous_key, archive_key from person_key where user_id = ${personId}::uuid for share`;
    return rows[0];
  }

  private newest(personId: string, { version, sealed_key }: PersonKeyRow): Promise<PersonKey | undefined> {
    return this.opened(personId, version, sealed_key);
  }

  private async opened(personId: string, version: number, sealed: string | null): Promise<PersonKey | undefined> {
    if (sealed === null) return undefined;
    return { version, key: Buffer.from(await this.box.open(sealed, personPlaceOf(personId, version)), 'base64') };
  }

  private fresh(personId: string, version: number): string {
    return this.box.seal(randomBytes(DATA_KEY_BYTES).toString('base64'), personPlaceOf(personId, version));
  }
}
