import { MAX_JSON_DEPTH, requireAcceptableBody } from './json-body.ts';

const nested = (depth: number): object =>
  JSON.parse(`${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`) as object;

describe('a JSON body', () => {
  it('may be an object as deep as the limit', () => {
    expect(() => requireAcceptableBody(nested(MAX_JSON_DEPTH))).not.toThrow();
  });

  it('is refused when it is deeper', () => {
    expect(() => requireAcceptableBody(nested(MAX_JSON_DEPTH + 1))).toThrow('malformed_request');
  });

  it('is refused without exhausting the stack when it is absurdly deep', () => {
    expect(() => requireAcceptableBody(nested(100_000))).toThrow('malformed_request');
  });

  it.each([null, [], 'text', 7, true])('is refused when it is %p', (body) => {
    expect(() => requireAcceptableBody(body)).toThrow('malformed_request');
  });

  it.each([{ name: 'a\0b' }, { 'a\0b': 1 }, { list: ['fine', '\ud800'] }, { deep: { er: '\0' } }])(
    'is refused when it is %o',
    (body) => {
      expect(() => requireAcceptableBody(body)).toThrow('malformed_request');
    },
  );

  it.each(['{"name":"a\\u0000b"}', '{"a\\u0000b":1}', '{"list":["\\ud800"]}'])(
    'is refused when its text is %s',
    (text) => {
      expect(() => requireAcceptableBody(JSON.parse(text), { text })).toThrow('malformed_request');
    },
  );

  it('may hold any other text', () => {
    expect(() => requireAcceptableBody({ text: 'naïve 👍 \n \u0007' })).not.toThrow();
  });
});
