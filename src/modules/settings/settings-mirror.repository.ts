import { Injectable, Logger } from '@nestjs/common';
import { type Mirror, Mirrors } from '../../platform/redis/index.ts';
import type { SettingJson } from './setting.ts';
import { isSettingKey, settingOf, type SettingKey } from './settings-catalogue.ts';
import { SettingsRepository } from './settings.repository.ts';

type Row = readonly [key: string, value: SettingJson | null];

/** What was set, by key, in this process. */
@Injectable()
export class SettingsMirror {
  private readonly logger = new Logger('Settings');
  private readonly mirror: Mirror<ReadonlyMap<SettingKey, unknown>>;

  constructor(repository: SettingsRepository, mirrors: Mirrors) {
    this.mirror = mirrors.open({
      name: 'settings',
      load: async () => (await repository.list()).map(({ key, value }): Row => [key, value]),
      read: (loaded) => new Map((loaded as Row[]).flatMap((row) => this.valueOf(row))),
    });
  }

  /** Refuses `store_unavailable` as long as it could never be read. */
  get current(): ReadonlyMap<SettingKey, unknown> {
    return this.mirror.current;
  }

  /** After the commit. False when Redis did not take it. */
  changed(): Promise<boolean> {
    return this.mirror.changed();
  }

  // A release may take a setting away or narrow its bounds. What was set before and lies outside is as if it were not set.
  private valueOf([key, value]: Row): [SettingKey, unknown][] {
    if (value === null || !isSettingKey(key)) return [];
    const setting = settingOf(key);
    if (setting.problem(value) === undefined) return [[key, setting.read(value)]];
    this.logger.warn(`what is set for ${key} is out of its bounds; its default counts`);
    return [];
  }
}
