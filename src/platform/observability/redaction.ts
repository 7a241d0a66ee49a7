import { passesLuhn } from '../../shared/luhn.ts';
import { errorFields } from './error-fields.ts';

const CENSORED = '[redacted]';
const UNREADABLE = '[unreadable]';
const MAX_DEPTH = 5;
/** How many values of one line are looked at, in all; what comes after them is left out. */
const MAX_VALUES = 1_000;

// As `plainName` has them.
const SECRET_NAMES = new Set([
  ...['authorization', 'cookie', 'setcookie', 'password', 'passwordhash', 'secret', 'clientsecret', 'signingsecret'],
  ...['token', 'accesstoken', 'refreshtoken', 'idtoken', 'privatekey', 'encryptionkey', 'apikey', 'xapikey'],
  ...['idempotencykey', 'qrpayload', 'pan', 'cardnumber', 'cvc', 'cvv', 'iban'],
  ...['email', 'phone', 'firstname', 'lastname'],
]);
/** These have serializers, which keep what is harmless of them. */
const SERIALIZED = new Set(['req', 'res', 'err']);

// Not within an id: there hexadecimal digits stand on the other side of a dash.
const CARD_LIKE = /(?<![0-9A-Za-z.]|[0-9A-Fa-f]-)[2-6](?:[ -]?\d){12,18}(?![0-9A-Za-z]|-[0-9A-Fa-f])/g;
const SHORTEST_CARD = 13;

/**
 * Fields as they may be logged: no secret and no person's data by their name, no card number by its look, wherever they stand: in
 * objects of any class, maps, sets and lists. Of an error what it is, of bytes how many they are. Never throws.
 */
export function redacted(fields: object): Record<string, unknown> {
  const walk = new Walk();
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]): [string, unknown] => [
      name,
      SERIALIZED.has(name) ? value : walk.field(name, value, 0),
    ]),
  );
}

/** Text without what looks like a card number. */
export function withoutCardNumbers(text: string): string {
  if (text.length < SHORTEST_CARD) return text;
  return text.replace(CARD_LIKE, (found) => (passesLuhn(found.replaceAll(/\D/g, '')) ? CENSORED : found));
}

class Walk {
  private left = MAX_VALUES;

  field(name: string, value: unknown, depth: number): unknown {
    return SECRET_NAMES.has(plainName(name)) ? CENSORED : this.value(value, depth);
  }

  private value(value: unknown, depth: number): unknown {
    this.left -= 1;
    if (typeof value === 'string') return withoutCardNumbers(value);
    if (typeof value === 'number' || typeof value === 'bigint') return isCardLike(value) ? CENSORED : value;
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (value instanceof Error) return errorFields(value);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    return depth >= MAX_DEPTH ? CENSORED : this.inside(value, depth + 1);
  }

  // A getter, or a toJSON, may throw.
  private inside(value: object, depth: number): unknown {
    try {
      if (Array.isArray(value) || value instanceof Set) return this.list(value, depth);
      if (value instanceof Map) return this.record(value, depth);
      if (saysItself(value)) return this.value(value.toJSON(), depth);
      return this.record(Object.entries(value), depth);
    } catch {
      return UNREADABLE;
    }
  }

  private list(values: Iterable<unknown>, depth: number): unknown[] {
    const kept: unknown[] = [];
    for (const value of values) {
      if (this.left <= 0) break;
      kept.push(this.value(value, depth));
    }
    return kept;
  }

  private record(fields: Iterable<readonly [unknown, unknown]>, depth: number): Record<string, unknown> {
    const kept: [string, unknown][] = [];
    for (const [key, value] of fields) {
      if (this.left <= 0) break;
      const name = String(key);
      kept.push([withoutCardNumbers(name), this.field(name, value, depth)]);
    }
    return Object.fromEntries(kept);
  }
}

function saysItself(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

function isCardLike(value: number | bigint): boolean {
  return value >= 10 ** (SHORTEST_CARD - 1) && withoutCardNumbers(String(value)) === CENSORED;
}
