import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { SettingChange, SettingJson, StoredSetting } from './setting.ts';

/** What was set. PostgreSQL itself writes the history of it: nothing is set without a line of who, when and why. */
@Injectable()
export class SettingsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Whoever sets the same takes turns until the transaction ends. */
  async lock(tx: Tx, key: string): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('setting:' || ${key}, 0))`;
  }

  /** All that was ever set: there is at most a row for each setting. */
  async list(): Promise<StoredSetting[]> {
    return (await this.postgres.prisma.setting.findMany()).map(toStored);
  }

  async find(key: string, reader: Tx = this.postgres.prisma): Promise<StoredSetting | undefined> {
    const row = await reader.setting.findUnique({ where: { key } });
    return row ? toStored(row) : undefined;
  }

  async put(tx: Tx, { key, value, ...set }: Omit<StoredSetting, 'changedAt'>): Promise<StoredSetting> {
    const data = { ...set, value: value === null ? Prisma.DbNull : value, changedAt: this.clock.now() };
    return toStored(await tx.setting.upsert({ where: { key }, create: { key, ...data }, update: data }));
  }

  /** Newest first, `limit + 1` rows at most. */
  async history(key: string, beforeVersion: number | undefined, limit: number): Promise<SettingChange[]> {
    const rows = await this.postgres.prisma.settingChange.findMany({
      where: { key, version: { lt: beforeVersion } },
      orderBy: { version: 'desc' },
      take: limit + 1,
    });
    return rows.map((row) => ({ ...row, before: toJson(row.before), after: toJson(row.after) }));
  }
}

function toStored(row: Prisma.SettingGetPayload<object>): StoredSetting {
  return { ...row, value: toJson(row.value) };
}

// What is in the table was checked before it came there, by the declaration of that day.
function toJson(value: Prisma.JsonValue): SettingJson | null {
  return value as SettingJson | null;
}
