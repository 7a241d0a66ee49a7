import { once } from 'node:events';
import { connect } from 'node:net';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { expectProblem, type Problem } from './expect-problem.ts';
import { FailingModule } from './failing.module.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp({ modules: [FailingModule], environment: { RATE_LIMIT_SCALE: '100' } });
});
afterAll(() => test.close());

describe('a failure', () => {
  it('that nobody expected says nothing about itself', async () => {
    const response = await test.request<Problem>('GET', '/failing/with/bug');
    expectProblem(response, 500, 'internal_error');
    expect(response.text).not.toMatch(/secret|srv|TypeError|stack/);
  });

  it.each(['text', 'undefined'])('of a thrown %s is a problem too', async (failure) => {
    expectProblem(await test.request('GET', `/failing/with/${failure}`), 500, 'internal_error');
  });

  it('of an answer that cannot be written is a problem too', async () => {
    expectProblem(await test.request('GET', '/failing/bigint'), 500, 'internal_error');
  });

  it('of a store asks to come back', async () => {
    const response = await test.request<Problem>('GET', '/failing/with/postgresql');
    expectProblem(response, 503, 'store_unavailable');
    expect(response.headers.get('retry-after')).toBe('1');
    expect(response.text).not.toContain('10.0.0.1');
  });

  it('that is a refusal has its code and its detail', async () => {
    const response = await test.request<Problem>('GET', '/failing/with/refusal');
    expectProblem(response, 422, 'insufficient_funds');
    expect(response.body.detail).toBe('You have 5');
  });
});

describe("a request's id", () => {
  it("is the caller's, on answers and on errors", async () => {
    const headers = { 'x-request-id': 'trace-1.2_3' };
    expect((await test.request('GET', '/failing', { headers })).headers.get('x-request-id')).toBe('trace-1.2_3');
    expect((await test.request('GET', '/%zz', { headers })).headers.get('x-request-id')).toBe('trace-1.2_3');
  });

  it('is a new one when there is none or it is odd', async () => {
    const odd = await test.request('GET', '/failing', { headers: { 'x-request-id': 'a b' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('what is no HTTP', () => {
  async function exchange(text: string): Promise<string> {
    const socket = connect(Number(new URL(test.url).port), '127.0.0.1');
    socket.end(text);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await once(socket, 'close');
    return answer;
  }

  it('is answered with a problem', async () => {
    const answer = await exchange('nonsense\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('"code":"malformed_request"');
  });

  it('is answered with 431 when its headers are too large', async () => {
    const answer = await exchange(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('every answer', () => {
  it('carries the headers that protect a browser, and is kept by nobody', async () => {
    const { headers } = await test.request('GET', '/failing');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('says at the root where to look', async () => {
    const response = await fetch(test.url);
    expect(response.status).toBe(404);
    const { code, detail } = (await response.json()) as Problem;
    expect([code, detail]).toEqual(['route_not_found', expect.stringMatching(/\/docs and \/openapi\.json/)]);
  });

  it('includes the API description and its page', async () => {
    const document = await test.request<{ openapi: string; paths: object }>('GET', '/openapi.json');
    expect(document.body.openapi).toBe('3.1.0');
    expect(Object.keys(document.body.paths)).toContain('/api/v1/failing');
    const page = await test.request('GET', '/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  });
});
