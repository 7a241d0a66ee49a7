import type { Config } from '../../platform/config/index.ts';

/** A value as it is kept and sent: what JSON has, and no more than that. */
export type SettingJson = number | boolean | string | Readonly<Record<string, number>>;

/** A confidential one is shown only to who may change it: it would tell people how to stay below what is looked at. */
export type Sensitivity = 'open' | 'confidential';

/** What a value may be, in words of JSON. */
export interface SettingBounds {
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

/** How values of a kind are checked and read. */
export interface SettingType<Value> {
  readonly type: 'whole' | 'flag' | 'choice' | 'amounts';
  readonly bounds: SettingBounds;
  /** What is wrong with it, for whoever sends it; undefined when nothing is. */
  readonly problem: (value: unknown) => string | undefined;
  /** What it is for the code. The value has no problem. */
  readonly read: (value: SettingJson) => Value;
}

/** Something that operators change while the application runs; declared once, in the catalogue. */
export interface Setting<Value = unknown> extends SettingType<Value> {
  readonly description: string;
  readonly sensitivity: Sensitivity;
  /** What it is as long as nobody set it: often what the environment says. */
  readonly initial: (config: Config) => SettingJson;
}

/** What was set. A row without a value was set back to its default. */
export interface StoredSetting {
  readonly key: string;
  readonly value: SettingJson | null;
  readonly version: number;
  readonly reason: string;
  /** Null is an operator at the command line. */
  readonly changedBy: string | null;
  readonly changedAt: Date;
}

/** One line of a setting's history. */
export interface SettingChange extends Omit<StoredSetting, 'value'> {
  /** Null is the default, whatever that was. */
  readonly before: SettingJson | null;
  readonly after: SettingJson | null;
}
