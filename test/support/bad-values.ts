/** What is wrong with a field, as raw JSON: `malformed` must be a 400, `refused` any 4xx, for that takes looking at the data. */
export interface BadValues {
  readonly malformed: readonly string[];
  readonly refused?: readonly string[];
}

const UNKNOWN_ID = '"01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4eff"';
const TEXTS_FOR_ID = ['""', '"x"', '"01939c1e5a3b7c1d9e2f0a1b2c3d4e5f"', '"01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f "'];
const NOT_TEXT = ['null', '[]', '{}', '12', 'true'];
const NOT_A_NUMBER = ['null', '[]', '{}', '"x"', 'true', '"1"', '[1]', '"NaN"', 'NaN', '1e400', '-1e400'];
const NOT_AN_OBJECT = ['null', '[]', '[{}]', '12', 'true', '"x"'];
const NOT_A_COUNT = [...NOT_A_NUMBER, '-1', '0', '1.5', '-0.5', '9007199254740992', '1e21'];
const UNSTORABLE = ['"a\\u0000b"', '"a\\u0007b"', '"\\ud800"', '"\\udc00x"'];
const MANY_KEYS = JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`key${at}`, at])));

const DEEP_CONDITION = `${'{"not":'.repeat(9)}{"listed":"person"}${'}'.repeat(9)}`;
const MALFORMED_IDS = [...NOT_TEXT, ...TEXTS_FOR_ID, '"\' or 1=1 --"', '["01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f"]'];
const MALFORMED_CODES = [...NOT_TEXT, ...UNSTORABLE, '""', '"inr"', '"IN"', '" INR"', '"INR\\n"', '"INRINRINRINR"'];
const MALFORMED_MOMENTS = [
  ...[...NOT_TEXT, '""', '"yesterday"', '"2026-02-30T00:00:00Z"', '"2026-13-01T00:00:00Z"', '"2026-01-01"'],
  ...['"2026-01-01T00:00:00"', '"9999-01-01T00:00:00Z"', '"1763712000000"'],
];

const NOT_A_NAME = [...NOT_TEXT, ...UNSTORABLE, '""', '"X"', '"a b"', '"1a"', '"a\\n"', text(51)];

/** By kind of field. A kind that ends in `-of-mine` names something that must exist, or must fit what exists. */
const BAD_VALUES = {
  amount: { malformed: NOT_A_COUNT },
  'signed-amount': {
    malformed: [...NOT_A_NUMBER, '1.5', '-0.5', '9007199254740992', '-9007199254740992', '1e21'],
  },
  'amount-of-mine': { malformed: NOT_A_COUNT, refused: ['9007199254740991'] },
  count: { malformed: NOT_A_COUNT },
  seconds: { malformed: [...NOT_A_NUMBER, '-1', '0.5', '604801', '9007199254740992'] },
  'basis-points': { malformed: [...NOT_A_NUMBER, '-1', '0.5', '5001'] },
  // What some setting takes, and this one does not, is looked at when the setting is known.
  setting: {
    malformed: [
      '[]',
      '1.5',
      '""',
      '{"a":{}}',
      '{"a":"b"}',
      '{"a":1.5}',
      '9007199254740992',
      'NaN',
      '1e400',
      ...UNSTORABLE,
    ],
    refused: ['"x"', 'true', '-1', '10001', '{}', '{"INR":1}'],
  },
  rate: { malformed: [...NOT_TEXT, '""', '"0"', '"-1"', '"1e3"', '"1.00000000001"', '"12345678901"', '"1\\n"'] },
  degrees: { malformed: [...NOT_A_NUMBER, '180.0001', '-181'] },
  currency: { malformed: MALFORMED_CODES },
  'currency-kept': { malformed: MALFORMED_CODES, refused: ['"ZZZ"'] },
  'currency-of-mine': { malformed: MALFORMED_CODES, refused: ['"ZZZ"', '"USD"'] },
  id: { malformed: MALFORMED_IDS },
  'id-of-mine': { malformed: MALFORMED_IDS, refused: [UNKNOWN_ID] },
  boolean: { malformed: ['null', '[]', '{}', '"true"', '1', '0', '"x"', '""'] },
  choice: { malformed: [...NOT_TEXT, '""', '"x"', '"__proto__"', '"constructor"', '"toString"', '["open"]'] },
  moment: { malformed: MALFORMED_MOMENTS },
  'moment-past': { malformed: MALFORMED_MOMENTS, refused: ['"2199-01-01T00:00:00Z"'] },
  'moment-ahead': { malformed: MALFORMED_MOMENTS, refused: ['"2199-01-01T00:00:00Z"', '"2020-01-01T00:00:00Z"'] },
  email: {
    malformed: [...NOT_TEXT, ...UNSTORABLE, '""', '"x"', '"a@"', '"a b@c.example"', text(300, '@test.example')],
  },
  phone: {
    malformed: [...NOT_TEXT, ...UNSTORABLE, '""', '"x"', '"12125550123"', '"+0123456789"', '"+12125550123\\n"'],
  },
  code: {
    malformed: [
      ...NOT_TEXT,
      ...UNSTORABLE,
      '""',
      '"12345"',
      '"1234567"',
      '"12345a"',
      '"12 345"',
      '"\u0661\u0662\u0663456"',
    ],
    refused: ['"000000"'],
  },
  'any-code': {
    malformed: [...NOT_TEXT, ...UNSTORABLE, '""', '"12345"', '"1234567"', '"k7m2-9xq4-d8rt"', '"uuuu-uuuu-uuuu-uuuu"'],
    refused: ['"0000-0000-0000-0000"'],
  },
  ticket: {
    malformed: [...NOT_TEXT, ...UNSTORABLE, '""', '"x"', text(42), text(44), `"${'é'.repeat(43)}"`],
    refused: [text(43)],
  },
  day: {
    malformed: [...NOT_TEXT, '""', '"x"', '"2026-02-30"', '"2026-1-1"', '"2000-01-01T00:00:00Z"'],
    refused: ['"2020-01-01"'],
  },
  country: { malformed: [...NOT_TEXT, ...UNSTORABLE, '""', '"IND"', '"ZZ"', '" IN"'] },
  choices: { malformed: ['null', '{}', '12', 'true', '"x"', '[]', '[null]', '["x"]', '["hold","hold"]', many(501)] },
  score: { malformed: [...NOT_A_COUNT, '1001'] },
  condition: {
    malformed: [
      ...NOT_AN_OBJECT,
      '{}',
      '{"x":1}',
      '{"all":[]}',
      '{"not":{}}',
      '{"amount":{"atLeast":{"INR":1.5}}}',
      '{"count":{"withinSeconds":1,"atLeast":101}}',
      DEEP_CONDITION,
    ],
  },
  listing: { malformed: [...NOT_TEXT, ...UNSTORABLE, '""', text(65)], refused: ['"no_such"', '"x1"', '"127.0.0"'] },
  'name-of-mine': { malformed: NOT_A_NAME, refused: ['"no_such"', '"constructor"'] },
  name: { malformed: NOT_A_NAME },
  names: {
    malformed: ['null', '{}', '12', 'true', '"x"', '[null]', '[[]]', '[1]', '["X"]', '["a_a","a_a"]', many(501)],
    refused: ['["no_such"]', '["no-such:thing"]'],
  },
  url: { malformed: [...NOT_TEXT, '""', '"x"', '"http://a.example/b"', '"javascript:alert(1)"', text(2048)] },
  'random-text': {
    malformed: [...NOT_TEXT, ...UNSTORABLE, '""', '"x"', text(42), text(44), JSON.stringify('+'.repeat(43))],
  },
  jwt: { malformed: [...NOT_TEXT, ...UNSTORABLE, '""', '"x"', '"a.b"', text(8_193)], refused: ['"a.b.c"'] },
  object: { malformed: NOT_AN_OBJECT },
  metadata: { malformed: [...NOT_AN_OBJECT, '{"a":{}}', '{"a":[]}', '{"a":1e400}', '{"":1}', MANY_KEYS] },
  list: { malformed: ['null', '{}', '12', 'true', '"x"', '[]', '[null]', '[[]]', '[1]', many(501)] },
  qr: {
    malformed: [...NOT_TEXT, '""', '"\\ud800"', text(513)],
    refused: ['"x"', '"tvt1.a.b"', '"tvt1.."', '"a\\u0007"'],
  },
} as const satisfies Record<string, BadValues>;

export type FieldKind = keyof typeof BAD_VALUES | `text:${number}`;

/** What must be refused for a field of this kind; a text's kind says its longest length. */
export function badValuesOf(kind: FieldKind): BadValues {
  if (kind in BAD_VALUES) return BAD_VALUES[kind as keyof typeof BAD_VALUES];
  const longest = Number(kind.split(':')[1]);
  return { malformed: [...NOT_TEXT, ...UNSTORABLE, '""', text(longest + 1), '["x"]', '{"x":"x"}'] };
}

const NOT_A_QUERY_NUMBER = [
  '0',
  '-1',
  '1.5',
  'abc',
  '',
  '1e1',
  'NaN',
  '0x10',
  '%201',
  '99999999999999999999',
  '%D9%A1',
];

/** By kind of query field, as it stands in a URL. */
const BAD_QUERIES = {
  limit: [...NOT_A_QUERY_NUMBER, '101', 'null', '[]'],
  cursor: ['', 'x', 'a.b', 'a.b.c', 'bnVsbA.AAAAAAAAAAAAAAAAAAAAAA', 'x'.repeat(2049), '%F0%9F%98%80'],
  amount: [...NOT_A_QUERY_NUMBER, '9007199254740992'],
  degrees: ['', 'abc', '181', '-181', '1e1', 'NaN', 'Infinity', '1,5'],
  flag: ['', '1', '0', 'yes', 'TRUE', 'null'],
  choice: ['', 'x', '__proto__', 'constructor', 'toString'],
  moment: ['', 'yesterday', '2026-02-30T00:00:00Z', '2026-01-01', '9999-01-01T00:00:00Z'],
  id: ['', 'x', '1', '01939c1e5a3b7c1d9e2f0a1b2c3d4e5f', "'%20or%201=1%20--"],
  code: ['', 'inr', 'IN', 'INRINRINRINR', 'IN%0A'],
  radius: ['', '1', 'x', '51km', '-1km', '0m', '1e3m', '1%20km'],
  name: ['', 'X', 'a%20b', '1a', 'x'.repeat(51)],
  email: ['', 'x', 'a@', '%07', `${'x'.repeat(300)}@test.example`],
  redirect: ['', '%07', 'x'.repeat(2_001)],
  challenge: ['', 'x', 'x'.repeat(42), 'x'.repeat(44), '%2B'.repeat(43)],
  text: ['', '%07', '%20', 'x'.repeat(256)],
} as const satisfies Record<string, readonly string[]>;

export type QueryKind = keyof typeof BAD_QUERIES;

export function badQueriesOf(kind: QueryKind): readonly string[] {
  return BAD_QUERIES[kind];
}

function text(length: number, end = ''): string {
  return JSON.stringify(`${'x'.repeat(length)}${end}`);
}

function many(length: number): string {
  return `[${Array.from({ length }, () => '{}').join(',')}]`;
}
