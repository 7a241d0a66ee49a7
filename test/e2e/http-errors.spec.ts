import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestResponse } from '../support/http-client.ts';
import { expectProblem, type Problem } from './expect-problem.ts';
import { FailingModule } from './failing.module.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const THING = { amount: 1250, currency: 'INR', items: [{ quantity: 1 }] };

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp({ modules: [FailingModule], environment: { RATE_LIMIT_SCALE: '100' } });
});
afterAll(() => test.close());

const post = (rawBody: string, headers: Record<string, string> = JSON_TYPE): Promise<TestResponse<Problem>> =>
  test.request('POST', '/failing', { rawBody, headers });

describe('a body', () => {
  it('is taken when it is valid', async () => {
    const { status, body } = await test.request('POST', '/failing', { body: THING });
    expect([status, body]).toEqual([201, THING]);
  });

  it.each(['{', '{"a":}', 'text', '"text', "{'a':1}", '{"a":1}{'])('is refused when it is %p', async (text) => {
    expectProblem(await post(text), 400, 'malformed_request');
  });

  it.each(['[]', '7', 'null', '"text"', 'true'])('is refused when it is no object: %p', async (text) => {
    expectProblem(await post(text), 400, 'malformed_request');
  });

  it.each([
    '{"__proto__":{"admin":true}}',
    '{"amount":1,"deep":{"__proto__":{}}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"\\u005f_proto__":{}}',
  ])('is refused when it reaches for a prototype: %p', async (text) => {
    expectProblem(await post(text), 400, 'malformed_request');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each(['{"note":"a\\u0000b"}', '{"note":"\\ud800"}', '{"a\\u0000":1}'])(
    'is refused when no store can keep it: %p',
    async (text) => {
      expectProblem(await post(text), 400, 'malformed_request');
    },
  );

  it('is refused when it is not UTF-8', async () => {
    const [before, after] = ['{"amount":1250,"currency":"INR","items":[{"quantity":1}],"note":"', '"}'];
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]]) {
      const rawBody = new Uint8Array([...Buffer.from(before), ...bytes, ...Buffer.from(after)]);
      expectProblem(await test.request('POST', '/failing', { rawBody, headers: JSON_TYPE }), 400, 'malformed_request');
    }
  });

  it('is refused when it is nested absurdly deep', async () => {
    expectProblem(await post(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 400, 'malformed_request');
  });

  it('is refused when it is larger than 1 MB', async () => {
    expectProblem(await post(JSON.stringify({ note: 'x'.repeat(1_100_000) })), 413, 'payload_too_large');
  });

  it.each([
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    'nonsense',
  ])('is refused when it is %s', async (type) => {
    expectProblem(await post('amount=1', { 'content-type': type }), 415, 'unsupported_media_type');
  });

  it('is refused as invalid when it is empty and fields are needed', async () => {
    const response = await post('');
    expectProblem(response, 400, 'validation_failed');
    expect(response.body.errors?.map(({ pointer }) => pointer)).toContain('/amount');
  });

  it('may be empty where none is needed', async () => {
    expect((await test.request('POST', '/failing/action')).status).toBe(201);
    expect((await test.request('POST', '/failing/action', { rawBody: '', headers: JSON_TYPE })).status).toBe(201);
  });
});

describe('validation', () => {
  it('says once of a field that it is missing', async () => {
    const response = await test.request<Problem>('POST', '/failing', { body: { ...THING, amount: undefined } });
    expectProblem(response, 400, 'validation_failed');
    expect(response.body.errors).toEqual([{ pointer: '/amount', code: 'required', message: 'amount is missing' }]);
  });

  it('points at each field that is wrong', async () => {
    const body = { amount: 0, currency: 'inr', items: [{ quantity: 1 }, { quantity: '2' }], extra: 1 };
    const response = await test.request<Problem>('POST', '/failing', { body });
    expectProblem(response, 400, 'validation_failed');
    const found = response.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);
    expect(found).toEqual(
      expect.arrayContaining(['/amount min', '/currency matches', '/items/1/quantity is_int', '/extra unknown_field']),
    );
  });

  it.each([
    ['no list', { items: undefined }],
    ['an object for a list', { items: { 0: { quantity: 1 } } }],
    ['an empty list', { items: [] }],
    ['too long a list', { items: Array.from({ length: 4 }, () => ({ quantity: 1 })) }],
    ['a list of what are no objects', { items: [1, null, 'x', []] }],
    ['a fraction', { amount: 1.5 }],
    ['a number beyond 2^53', { amount: 2 ** 53 }],
    ['a number in text', { amount: '1250' }],
    ['text that is too long', { note: 'x'.repeat(11) }],
    ['a number for text', { note: 1 }],
  ])('refuses %s', async (_what, change) => {
    expectProblem(await test.request('POST', '/failing', { body: { ...THING, ...change } }), 400, 'validation_failed');
  });

  it('answers a thousand unknown fields with a bounded number of problems', async () => {
    const body = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, index]));
    const response = await test.request<Problem>('POST', '/failing', { body });
    expectProblem(response, 400, 'validation_failed');
    expect(response.body.errors).toHaveLength(50);
  });

  it('gives a page its default size, and takes a number of the query', async () => {
    expect((await test.request('GET', '/failing')).body).toEqual({ limit: 20 });
    expect((await test.request('GET', '/failing?limit=100')).body).toEqual({ limit: 100 });
  });

  it.each(['limit=0', 'limit=101', 'limit=', 'limit=1.5', 'limit=abc', 'limit=1e1', 'limit=1&limit=2', 'nope=1'])(
    'refuses the query %s',
    async (query) => {
      expectProblem(await test.request('GET', `/failing?${query}`), 400, 'validation_failed');
    },
  );

  it('refuses a cursor longer than any', async () => {
    expectProblem(await test.request('GET', `/failing?cursor=${'x'.repeat(2049)}`), 400, 'validation_failed');
  });
});

describe('a path', () => {
  it.each(['/nowhere', '/failing/things', '/failing/things/1/2', '/failing/'])(
    'is refused when it is %s',
    async (path) => {
      expectProblem(await test.request('GET', path), 404, 'route_not_found');
    },
  );

  it('is refused outside of the API as inside', async () => {
    const response = await fetch(`${test.url}/nowhere`);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it.each(['/%zz', '/failing/%', '/failing/things/%c3%28'])(
    'is refused when it cannot be decoded: %s',
    async (path) => {
      expectProblem(await test.request('GET', path), 400, 'malformed_request');
    },
  );

  it.each(['/failing/things/%00', '/failing?cursor=%00'])('is refused with a NUL: %s', async (path) => {
    expectProblem(await test.request('GET', path), 400, 'malformed_request');
  });

  it.each(['1', 'not-a-uuid', "'; drop table app_user; --", '..%2f..%2fetc', 'x'.repeat(200)])(
    'names nothing by the id %s',
    async (id) => {
      expectProblem(await test.request('GET', `/failing/things/${encodeURIComponent(id)}`), 404, 'not_found');
    },
  );

  it('names nothing by an id longer than any', async () => {
    expectProblem(await test.request('GET', `/failing/things/${'x'.repeat(300)}`), 404, 'route_not_found');
  });

  it('tells which methods it has', async () => {
    const response = await test.request<Problem>('DELETE', '/failing');
    expectProblem(response, 405, 'method_not_allowed');
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('takes an id in capitals as the same id', async () => {
    const id = '01939C1E-5A3B-7C1D-9E2F-0A1B2C3D4E5F';
    expect((await test.request('GET', `/failing/things/${id}`)).body).toEqual({ id: id.toLowerCase() });
  });
});
