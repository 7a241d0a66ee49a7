import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Setting, SettingChange, SettingJson, StoredSetting } from './setting.ts';
import { isSettingKey, settingOf, SETTING_KEYS, type SettingKey } from './settings-catalogue.ts';
import { SettingsRepository } from './settings.repository.ts';
import { Settings } from './settings.ts';

const HISTORY = 'setting-history';

/** A setting and what it is now. */
export interface SettingState {
  readonly key: SettingKey;
  readonly setting: Setting;
  readonly initial: SettingJson;
  readonly stored: StoredSetting | undefined;
}

/** Settings as PostgreSQL has them, for who administers them. */
@Injectable()
export class ReadSettings {
  constructor(
    private readonly repository: SettingsRepository,
    private readonly settings: Settings,
    private readonly cursors: Cursors,
  ) {}

  /** Every one, by key: there are few. */
  async list(): Promise<SettingState[]> {
    const stored = new Map((await this.repository.list()).map((row) => [row.key, row]));
    return SETTING_KEYS.map((key) => this.stateOf(key, stored.get(key)));
  }

  /** Refuses `not_found`. */
  async read(key: string): Promise<SettingState> {
    const known = requireSetting(key);
    return this.stateOf(known, await this.repository.find(known));
  }

  /** Newest first. Refuses `not_found` and `invalid_cursor`. */
  async history(
    key: string,
    { limit, cursor }: PageQuery,
  ): Promise<{ setting: Setting; changes: Page<SettingChange> }> {
    const known = requireSetting(key);
    const position = this.cursors.decode(HISTORY, { key: known }, cursor)?.[0];
    const before = position === undefined ? undefined : Number(position);
    const { rows, hasMore } = pageOf(await this.repository.history(known, before, limit), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(HISTORY, { key: known }, [String(last.version)]) : null;
    return { setting: settingOf(known), changes: { data: rows, hasMore, nextCursor } };
  }

  private stateOf(key: SettingKey, stored: StoredSetting | undefined): SettingState {
    return { key, setting: settingOf(key), initial: this.settings.initial(key), stored };
  }
}

/** Refuses `not_found`. */
export function requireSetting(key: string): SettingKey {
  if (!isSettingKey(key)) throw refuse('not_found', 'There is no such setting');
  return key;
}
