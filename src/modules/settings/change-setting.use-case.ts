import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { refuse } from '../../shared/refusal.ts';
import type { SettingJson, StoredSetting } from './setting.ts';
import { settingOf, type SettingKey } from './settings-catalogue.ts';
import { requireSetting, type SettingState } from './read-settings.use-case.ts';
import { SettingsRepository } from './settings.repository.ts';
import { SETTING_CHANGED, Settings } from './settings.ts';

export interface ChangeSettingCommand {
  readonly key: string;
  /** Null sets it back to its default. */
  readonly value: unknown;
  readonly reason: string;
  /** The version that the operator read, if they say. */
  readonly expectedVersion?: bigint;
  readonly changedBy: string;
}

type Wanted = ChangeSettingCommand & { readonly key: SettingKey; readonly value: SettingJson | null };

/**
 * Sets a setting, or sets it back; felt by the next request of every process. Refuses `not_found`, `setting_value_invalid` and
 * `stale_version`.
 */
@Injectable()
export class ChangeSetting {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: SettingsRepository,
    private readonly outbox: Outbox,
    private readonly settings: Settings,
  ) {}

  async execute({ key, value, ...command }: ChangeSettingCommand): Promise<SettingState> {
    const known = requireSetting(key);
    const problem = value === null ? undefined : settingOf(known).problem(value);
    if (problem !== undefined) throw refuse('setting_value_invalid', `For ${known} ${problem}`);
    const wanted = { ...command, key: known, value: value as SettingJson | null };
    const stored = await this.transactions.run((tx) => this.change(tx, wanted));
    await this.settings.felt();
    return { key: known, setting: settingOf(known), initial: this.settings.initial(known), stored };
  }

  private async change(tx: Tx, command: Wanted): Promise<StoredSetting | undefined> {
    const { key, value, reason, expectedVersion, changedBy } = command;
    await this.repository.lock(tx, key);
    const before = await this.repository.find(key, tx);
    const version = before?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== BigInt(version)) throw refuse('stale_version');
    if (isSame(before, value)) return before;
    const after = await this.repository.put(tx, { key, value, reason, changedBy, version: version + 1 });
    const payload = { key, version: after.version };
    await this.outbox.append(tx, { type: SETTING_CHANGED, aggregateId: `setting:${key}`, payload });
    const what = { service: 'settings', action: 'setting.changed', subjectId: key, reason };
    await audit.record(tx, { ...what, before: { value: before?.value }, after: { value } });
    return after;
  }
}

function isSame(before: StoredSetting | undefined, value: SettingJson | null): boolean {
  return canonicalJson(before?.value ?? null) === canonicalJson(value);
}
