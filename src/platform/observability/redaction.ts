import { isCardNumber } from '../../shared/card-numbers.ts';
import { errorFields } from './error-fields.ts';
import { logText } from './log-text.ts';
import { isSecretName } from './secret-names.ts';

const CENSORED = '[redacted]';
const UNREADABLE = '[unreadable]';
const LEFT_OUT = '[left out]';
const MAX_DEPTH = 5;
/** How many values of one line are looked at, in all; what comes after them is left out. */
const MAX_VALUES = 1_000;
/** How many characters of one line, likewise. */
const MAX_TEXT = 65_536;

/** These have serializers, which keep what is harmless of them. */
const SERIALIZED = new Set(['req', 'res', 'err']);
/** By it people find their lines: it is hidden only if it is a card number as a whole. */
const REQUEST_ID = 'requestId';

type Field = readonly [name: string, read: () => unknown];

/**
 * Fields as they may be logged: no secret and no person's data by their name, no card number by its look, wherever they stand: in
 * objects of any class, maps, sets and lists. Of an error what it is, of bytes how many they are. A bigint is an amount, and stays.
 * Never throws; says what could not be read, and what was left out for being too much.
 */
export function redacted(fields: object): Record<string, unknown> {
  try {
    return new Walk().top(fields);
  } catch {
    return { fields: UNREADABLE };
  }
}

class Walk {
  private valuesLeft = MAX_VALUES;
  private textLeft = MAX_TEXT;

  top(fields: object): Record<string, unknown> {
    return this.record(ownFields(fields), 0, (name, value) => {
      if (SERIALIZED.has(name)) return value;
      if (name === REQUEST_ID && typeof value === 'string') return isCardNumber(value) ? CENSORED : value;
      return this.value(value, 0);
    });
  }

  private value(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return isCardNumber(String(value)) ? CENSORED : value;
    if (typeof value === 'function' || typeof value === 'symbol') return undefined;
    if (typeof value !== 'object' || value === null) return value;
    return unlessItThrows(() => this.object(value, depth));
  }

  private object(value: object, depth: number): unknown {
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Error) return errorFields(value, (text) => this.text(text));
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    return depth >= MAX_DEPTH ? LEFT_OUT : this.inside(value, depth + 1);
  }

  private inside(value: object, depth: number): unknown {
    if (Array.isArray(value) || value instanceof Set) return this.list(value, depth);
    if (value instanceof Map) return this.record(fieldsOfMap(value), depth);
    if (saysItself(value)) return this.value(value.toJSON(), depth);
    return this.record(ownFields(value), depth);
  }

  private list(values: Iterable<unknown>, depth: number): unknown[] {
    const kept: unknown[] = [];
    for (const value of values) {
      if (this.isSpent()) return [...kept, LEFT_OUT];
      kept.push(this.value(value, depth));
    }
    return kept;
  }

  private record(
    fields: Iterable<Field>,
    depth: number,
    keep: (name: string, value: unknown) => unknown = (_name, value) => this.value(value, depth),
  ): Record<string, unknown> {
    const kept: [string, unknown][] = [];
    for (const [name, read] of fields) {
      if (this.isSpent()) {
        kept.push(['…', LEFT_OUT]);
        break;
      }
      kept.push([this.text(name), isSecretName(name) ? CENSORED : unlessItThrows(() => keep(name, read()))]);
    }
    return Object.fromEntries(kept);
  }

  private isSpent(): boolean {
    this.valuesLeft -= 1;
    return this.valuesLeft < 0;
  }

  private text(text: string): string {
    if (text.length > 0 && this.textLeft <= 0) return LEFT_OUT;
    const kept = logText(text);
    this.textLeft -= kept.length;
    return kept;
  }
}

// One by one: what comes after the last that is looked at is never read.
function* ownFields(value: object): Generator<Field> {
  for (const name in value) {
    if (Object.hasOwn(value, name)) yield [name, () => (value as Record<string, unknown>)[name]];
  }
}

function* fieldsOfMap(map: ReadonlyMap<unknown, unknown>): Generator<Field> {
  for (const [key, value] of map) yield [typeof key === 'string' ? key : nameOf(key), () => value];
}

function nameOf(key: unknown): string {
  return typeof key === 'number' || typeof key === 'bigint' ? String(key) : `[${typeof key}]`;
}

// A getter, a toJSON, an iterator, or a proxy's trap may throw.
function unlessItThrows(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return UNREADABLE;
  }
}

function saysItself(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
