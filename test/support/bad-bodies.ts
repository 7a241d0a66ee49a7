import type { Expected } from './bad-requests.ts';
import { badValuesOf, type FieldKind } from './bad-values.ts';
import type { FieldSpec, GoodRequest, RouteCase } from './route-case.ts';
import type { Changes } from './sent-request.ts';

type Change = readonly [what: string, changes: Changes, expected: Expected];

const TWO_MEGABYTES = JSON.stringify({ note: 'x'.repeat(2 * 1_048_576) });
const DEEP = `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
const NOT_JSON = ['{', '{"a":', "{'a':1}", 'nope', '{"a":NaN}', '{"a":1}{', '\u0000', '\ufeff{}x'];
const NO_OBJECT = ['[]', '[{}]', '[1,2]', 'null', '7', '"x"', 'true', '1e400'];
const POISON = [
  '{"__proto__":{"admin":true}}',
  '{"a":{"__proto__":{}}}',
  '{"\\u005f_proto__":1}',
  '{"constructor":{"prototype":{"admin":true}}}',
];
const UNSTORABLE = ['{"a":"b\\u0000"}', '{"a":"\\ud800"}', '{"\\u0000":1}', DEEP];
const OTHER_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'nonsense',
];
// A string that stands where raw JSON goes, for what JSON.stringify cannot write: NaN, 1e400, half a surrogate pair.
const PLACE_OF_RAW = '"\u2744raw\u2744"';

/** Bodies that a route refuses: none of them JSON we take, and the good one with one thing wrong in it. */
export function badBodies(fields: NonNullable<RouteCase['fields']>, good: GoodRequest, takesForm = false): Change[] {
  const specs = Object.entries(fields);
  return [
    ...[...NOT_JSON, ...NO_OBJECT, ...POISON, ...UNSTORABLE].map((text) =>
      bodied(`the body ${shown(text)}`, text, [400]),
    ),
    bodied('a body of 2 MB', TWO_MEGABYTES, [413]),
    ...OTHER_TYPES.map((type) => typed(type, takesForm && type.endsWith('form-urlencoded') ? [400] : [415])),
    ...specs.flatMap(([pointer, spec]) => badField(pointer, spec, good)),
    ...(specs.length === 0 ? [] : unknownFields(good)),
    ...(specs.some(([, spec]) => !spec.endsWith('?')) ? [bodied('an empty body', '', [400])] : []),
    ...Object.entries(good.foreign ?? {}).map(([pointer, value]) => foreign(good, pointer, JSON.stringify(value))),
  ];
}

function badField(pointer: string, spec: FieldSpec, good: GoodRequest): Change[] {
  const kind = spec.replace(/\?+$/, '') as FieldKind;
  const { malformed, refused = [] } = badValuesOf(kind);
  const wrong = spec.endsWith('??') ? malformed.filter((raw) => raw !== 'null') : malformed;
  return [
    ...wrong.map((raw) => replaced(good, pointer, raw, [400])),
    ...refused.map((raw) => replaced(good, pointer, raw, 'refusal')),
    ...(spec.endsWith('?') ? [] : [bodied(`no ${pointer}`, without(good.body, pointer), [400])]),
  ];
}

function unknownFields({ body = {} }: GoodRequest): Change[] {
  const nested = Object.entries(body).flatMap(([name, value]) => {
    if (name === 'metadata' || typeof value !== 'object' || value === null) return [];
    return Array.isArray(value) ? [`/${name}/0`] : [`/${name}`];
  });
  const good = { body };
  return ['', ...nested].flatMap((parent) => [
    ...['surprise', 'status', 'userId_', 'toString'].map((name) => replaced(good, `${parent}/${name}`, '1', [400])),
    replaced(good, `${parent}/__proto__x`, '{"admin":true}', [400]),
  ]);
}

function foreign(good: GoodRequest, pointer: string, raw: string): Change {
  const [, change] = replaced(good, pointer, raw, 'refusal');
  return [`what is not theirs in ${pointer}`, change, 'refusal'];
}

function replaced({ body = {} }: Pick<GoodRequest, 'body'>, pointer: string, raw: string, expected: Expected): Change {
  const marked = JSON.stringify(changed(body, pointer, () => JSON.parse(PLACE_OF_RAW) as unknown));
  return bodied(
    `${pointer} ${shown(raw)}`,
    marked.replace(PLACE_OF_RAW, () => raw),
    expected,
  );
}

function without(body: GoodRequest['body'], pointer: string): string {
  return JSON.stringify(changed(body, pointer, () => undefined));
}

/** A copy in which what the pointer names is another; undefined takes it away. */
export function changed(value: unknown, pointer: string, to: (found: unknown) => unknown): unknown {
  const [, name, ...rest] = pointer.split('/');
  if (name === undefined) return to(value);
  const inner = pointer.slice(name.length + 1);
  const found = (value as Record<string, unknown>)[name];
  const next = rest.length === 0 ? to(found) : changed(found, inner, to);
  if (Array.isArray(value)) return value.map((item: unknown, at) => (String(at) === name ? next : item));
  return { ...(value as object), [name]: next };
}

function bodied(what: string, payload: string, expected: Expected): Change {
  return [what, { payload }, expected];
}

function typed(type: string, expected: Expected): Change {
  return [`the content type ${type}`, { payload: 'amount=1', headers: { 'content-type': type } }, expected];
}

function shown(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}… (${text.length} characters)`;
}
