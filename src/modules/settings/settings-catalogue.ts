import type { Setting } from './setting.ts';
import { amounts, choice, flag, whole } from './setting-types.ts';

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;

/** Every setting there is. What is not here cannot be set; what is here is read by its name and no other way. */
export const SETTINGS = {
  'contacts.text_messages_per_hour': {
    ...whole(1, 1_000_000),
    description: 'How many codes may be sent by text message in an hour, to everybody together: what they may cost us',
    sensitivity: 'confidential',
    initial: () => 1_000,
  },
  'exchange.quote_seconds': {
    ...whole(5, 15 * MINUTE_SECONDS),
    description: 'How long a currency quote is kept for whoever asked for it, in seconds',
    sensitivity: 'open',
    initial: ({ exchange }) => exchange.quoteSeconds,
  },
  'exchange.rate_max_age_seconds': {
    ...whole(MINUTE_SECONDS, 7 * DAY_SECONDS),
    description: 'How old an exchange rate may be and still be quoted, in seconds',
    sensitivity: 'open',
    initial: ({ exchange }) => exchange.rateMaxAgeSeconds,
  },
  'holds.max_seconds': {
    ...whole(MINUTE_SECONDS, YEAR_SECONDS),
    description: 'How long a hold may last at most, in seconds; holds that are there keep their time',
    sensitivity: 'open',
    initial: () => YEAR_SECONDS,
  },
  'orders.lifetime_seconds': {
    ...whole(5 * MINUTE_SECONDS, 30 * DAY_SECONDS),
    description: 'How long a treat waits to be redeemed, in seconds; treats that were bought keep their time',
    sensitivity: 'open',
    initial: () => DAY_SECONDS,
  },
  'orders.platform_fee_basis_points': {
    ...whole(0, 10_000),
    description: 'Our share of a treat when it is redeemed, in hundredths of a percent',
    sensitivity: 'open',
    initial: ({ platformFeeBasisPoints }) => platformFeeBasisPoints,
  },
  'presence.max_check_in_meters': {
    ...whole(50, 5_000),
    description: 'How far from a venue a person may be to check in, in metres',
    sensitivity: 'open',
    initial: () => 500,
  },
  'risk.block_score': {
    ...whole(1, 100_000),
    description: 'From which score on a movement is refused',
    sensitivity: 'confidential',
    initial: () => 100,
  },
  'risk.daily_amount': {
    ...amounts(),
    description: 'The most that a person may send, hold and spend on treats in a day (UTC), in minor units by currency',
    sensitivity: 'confidential',
    initial: () => ({}),
  },
  'risk.limits_when_unknown': {
    ...choice('closed', 'open'),
    description: 'What holds while what a person has spent cannot be read: closed refuses, open lets all pass',
    sensitivity: 'confidential',
    initial: () => 'closed',
  },
  'risk.record_payments_and_orders': {
    ...flag(),
    description: 'Whether payments and orders are remembered for rules to come, also while no rule looks at them',
    sensitivity: 'confidential',
    initial: () => true,
  },
  'risk.record_transfers_and_holds': {
    ...flag(),
    description: 'Whether transfers and holds are remembered for rules to come, also while no rule looks at them',
    sensitivity: 'confidential',
    initial: () => false,
  },
  'risk.review_score': {
    ...whole(1, 100_000),
    description: 'From which score on somebody looks at a movement first',
    sensitivity: 'confidential',
    initial: () => 50,
  },
  'risk.weekly_amount': {
    ...amounts(),
    description:
      'The most that a person may send, hold and spend on treats in a week from Monday (UTC), in minor units by currency',
    sensitivity: 'confidential',
    initial: () => ({}),
  },
  'scheduled_transfers.max_days_ahead': {
    ...whole(1, 3_660),
    description: 'How many days ahead a transfer may be scheduled',
    sensitivity: 'open',
    initial: () => 366,
  },
  'scheduled_transfers.max_open_per_person': {
    ...whole(1, 10_000),
    description: 'How many transfers a person may have waiting',
    sensitivity: 'open',
    initial: () => 1_000,
  },
  'transfers.max_amount': {
    ...amounts(),
    description:
      'The most that one transfer may move, in minor units by currency; no limit for a currency that is absent',
    sensitivity: 'confidential',
    initial: () => ({}),
  },
  'transfers.step_up_above': {
    ...amounts(),
    description:
      'Above which sum a request to transfer or hold asks for a recent proof of who is there, in minor units by currency; none for a currency that is absent',
    sensitivity: 'confidential',
    initial: () => ({}),
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingKey = keyof typeof SETTINGS;

/** What the code reads of a setting. */
export type SettingValue<Key extends SettingKey> = ReturnType<(typeof SETTINGS)[Key]['read']>;

export const SETTING_KEYS = Object.keys(SETTINGS).sort() as SettingKey[];

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

export function settingOf(key: SettingKey): Setting {
  return SETTINGS[key];
}
