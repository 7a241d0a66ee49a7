import { Writable } from 'node:stream';
import { pino, type LoggerOptions } from 'pino';
import type { Config } from '../config/index.ts';
import { errorFields } from './error-fields.ts';
import { loggerParams } from './logging.ts';

function logged(fields: object): string {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const { pinoHttp } = loggerParams({ logLevel: 'info' } as Config);
  pino(pinoHttp as LoggerOptions, sink).info(fields);
  return lines.join('');
}

describe('the log', () => {
  it.each([
    'password',
    'token',
    'accessToken',
    'refreshToken',
    'authorization',
    'cookie',
    'idempotency-key',
    'qrPayload',
  ])('keeps no %s, at the top or below', (name) => {
    const text = logged({
      [name]: 'hidden-1',
      inner: { [name]: 'hidden-2', deep: { [name]: 'hidden-3' }, list: [{ [name]: 'hidden-4' }] },
      seen: 'shown',
    });
    expect(text).not.toContain('hidden');
    expect(text).toContain('shown');
  });

  it('keeps a path without its query, and no header', () => {
    const request = {
      method: 'GET',
      url: '/api/v1/me?secret=hidden',
      headers: { 'x-anything': 'hidden' },
      socket: { remoteAddress: '10.0.0.1' },
    };
    const line = JSON.parse(logged({ req: request })) as { req: object; level: string };
    expect(line.req).toEqual({ method: 'GET', path: '/api/v1/me', remoteAddress: '10.0.0.1' });
    expect(line.level).toBe('info');
  });

  it('keeps of an error what it is and where, and of its other properties only the code', () => {
    const cause = Object.assign(new Error('inner'), { code: '23505', detail: 'Key (email)=(hidden)' });
    const error = new Error('outer', { cause });
    const fields = errorFields(error);
    expect(fields).toMatchObject({ type: 'Error', message: 'outer', cause: { message: 'inner', code: '23505' } });
    expect(logged({ err: error })).not.toContain('hidden');
  });

  it('ends with an error that is its own cause', () => {
    const error = new Error('around');
    error.cause = error;
    expect(() => logged({ err: error })).not.toThrow();
  });
});
