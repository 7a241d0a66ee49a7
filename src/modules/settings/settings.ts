import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { EventHandlers } from '../../platform/events/index.ts';
import type { SettingJson } from './setting.ts';
import { settingOf, SETTING_KEYS, type SettingKey, type SettingValue } from './settings-catalogue.ts';
import { SettingsMirror } from './settings-mirror.repository.ts';

export const SETTING_CHANGED = 'setting.changed';

/** What operators set, as it is now: read from this process's copy, so that nobody waits for it, inside of a transaction either. */
@Injectable()
export class Settings implements OnModuleInit {
  private readonly defaults: ReadonlyMap<SettingKey, unknown>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mirror: SettingsMirror,
    private readonly handlers: EventHandlers,
  ) {
    this.defaults = new Map(SETTING_KEYS.map((key) => [key, settingOf(key).read(this.initial(key))]));
  }

  onModuleInit(): void {
    this.handlers.on(SETTING_CHANGED, 'tell-settings', async () => {
      if (!(await this.mirror.changed())) throw new Error('Redis did not take the change');
    });
  }

  /** Refuses `store_unavailable` as long as what was set could never be read: a default is not what somebody decided. */
  get<Key extends SettingKey>(key: Key): SettingValue<Key> {
    return (this.mirror.current.get(key) ?? this.defaults.get(key)) as SettingValue<Key>;
  }

  /** What it is as long as nobody sets it. */
  initial(key: SettingKey): SettingJson {
    return settingOf(key).initial(this.config);
  }

  /** After the commit of a change: felt here at once. */
  async felt(): Promise<void> {
    await this.mirror.changed();
  }
}
