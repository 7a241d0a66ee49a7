import { MAX_AMOUNT } from '../../ledger/core/index.ts';
import type { SettingJson, SettingType } from './setting.ts';

const CURRENCY = /^[A-Z]{3,10}$/;
const MAX_CURRENCIES = 100;

/** A whole number, at its bounds or between them. */
export function whole(min: number, max: number): SettingType<number> {
  return {
    type: 'whole',
    bounds: { min, max },
    problem: (value) => {
      const fits = Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
      return fits ? undefined : `a whole number from ${min} to ${max} is wanted`;
    },
    read: (value) => value as number,
  };
}

export function flag(): SettingType<boolean> {
  return {
    type: 'flag',
    bounds: {},
    problem: (value) => (typeof value === 'boolean' ? undefined : 'true or false is wanted'),
    read: (value) => value as boolean,
  };
}

/** One of a few words. */
export function choice<const Choice extends string>(...choices: readonly Choice[]): SettingType<Choice> {
  return {
    type: 'choice',
    bounds: { choices },
    problem: (value) => (choices.some((one) => one === value) ? undefined : `one of ${choices.join(', ')} is wanted`),
    read: (value) => value as Choice,
  };
}

/** Amounts in minor units, by currency. */
export function amounts(): SettingType<ReadonlyMap<string, bigint>> {
  return {
    type: 'amounts',
    bounds: { min: 1, max: Number(MAX_AMOUNT) },
    problem: (value) =>
      isAmounts(value) ? undefined : `an object of currencies and whole minor units from 1 to ${MAX_AMOUNT} is wanted`,
    read: (value) =>
      new Map(Object.entries(value as object).map(([asset, amount]) => [asset, BigInt(amount as number)])),
  };
}

function isAmounts(value: unknown): value is SettingJson {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_CURRENCIES &&
    entries.every(([asset, amount]) => CURRENCY.test(asset) && Number.isSafeInteger(amount) && amount >= 1)
  );
}
