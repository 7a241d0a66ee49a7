import { Writable } from 'node:stream';
import { pino, type Logger, type LoggerOptions } from 'pino';
import { errorFields } from './error-fields.ts';
import { guardBindings, loggerParams } from './logging.ts';

const CARD = '4111 1111 1111 1111';

/** What is written of what `log` logs, as its lines. */
function written(log: (logger: Logger) => void): string {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const { pinoHttp } = loggerParams({ logLevel: 'info' });
  log(guardBindings(pino(pinoHttp as LoggerOptions, sink)));
  return lines.join('');
}

const logged = (fields: object): string => written((logger) => logger.info(fields));

class Registration {
  readonly seen = 'shown';
  readonly password = 'hidden-password';
  readonly email = 'hidden@test.example';
  readonly card = CARD;
  readonly nested = { refreshToken: 'hidden-token' };
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

  const bare = (): object => Object.assign(Object.create(null) as object, new Registration());
  it.each<[string, () => unknown]>([
    ['an object of a class', () => new Registration()],
    ['an object without a prototype', bare],
    ['a map', () => new Map<string, unknown>(Object.entries(new Registration()))],
    ['a map’s values', () => new Map([['one', new Registration()]])],
    ['a set', () => new Set([new Registration()])],
    ['lists in lists', () => [[[new Registration()]]]],
    ['what says itself how it is written', () => ({ toJSON: () => new Registration() })],
  ])('hides secrets, persons and card numbers in %s', (_what, make) => {
    for (const text of [logged({ value: make() }), written((logger) => logger.child({ value: make() }).info('x'))]) {
      expect(text).toContain('shown');
      expect(text).not.toMatch(/hidden|1111[ -]?1111/);
    }
  });

  it('hides them in an object of a class that is logged itself, and in what a logger is bound to', () => {
    const texts = [
      logged(new Registration()),
      written((logger) => logger.child(new Registration()).child({ Authorization: 'hidden' }).info('x')),
      written((logger) => {
        const child = logger.child({});
        child.setBindings(new Registration());
        child.info('x');
      }),
    ];
    for (const text of texts) {
      expect(text).toContain('shown');
      expect(text).not.toMatch(/hidden|1111[ -]?1111/);
    }
  });

  it.each([
    ['text', CARD],
    ['text among other', `paid with ${CARD.replaceAll(' ', '-')}, twice`],
    ['a number', 4_111_111_111_111_111],
  ])('hides a card number in %s', (_what, value) => {
    expect(logged({ value })).toMatch(/"value":".*\[redacted\]/);
  });

  it('hides a card number in a message', () => {
    expect(written((logger) => logger.info(`paid with ${CARD}`))).toContain('paid with [redacted]');
  });

  it.each([
    ['an id', '019a8e3c-7c1e-7b4e-9e3a-411111111111'],
    ['a time', '2026-11-21T15:00:00.000Z'],
    ['sixteen digits that are no card number', '4111 1111 1111 1112'],
    ['a time in milliseconds', 1_795_273_200_000],
  ])('shows %s', (_what, value) => {
    expect((JSON.parse(logged({ value })) as { value: unknown }).value).toEqual(value);
  });

  it('says of bytes how many they are, and of an error below what it is', () => {
    const error = Object.assign(new Error('shown'), { detail: 'hidden' });
    const line = JSON.parse(logged({ bytes: Buffer.from('hidden'), at: new Date(0), inner: { error } })) as object;
    expect(line).toMatchObject({
      bytes: '[6 bytes]',
      at: '1970-01-01T00:00:00.000Z',
      inner: { error: { message: 'shown' } },
    });
    expect(JSON.stringify(line)).not.toContain('hidden');
  });

  it('ends with what holds itself, is too deep, too large, or cannot be read', () => {
    const ring: Record<string, unknown> = { seen: 'shown' };
    ring['ring'] = ring;
    const throwing = {
      get value(): never {
        throw new Error('no');
      },
    };
    const large = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`n${n}`, Array.from({ length: 100 }, () => 'x')]),
    );
    const text = logged({ ring, throwing, large });
    expect(text).toContain('shown');
    expect(text).toContain('"throwing":{"value":"[unreadable]"}');
    expect(text.length).toBeLessThan(20_000);
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

  it.each([
    ['/api/v1/idempotency-keys/hidden', '/api/v1/idempotency-keys/[redacted]'],
    ['/api/v1/idempotency%2Dkeys/hidden', '/api/v1/idempotency-keys/[redacted]'],
    ['/api/v1/wallets/4111%201111-1111.1111/x', '/api/v1/wallets/[redacted]/x'],
    ['/api/v1/a%20b', '/api/v1/a%20b'],
    ['/api/v1/%zz', '[unreadable]'],
  ])('keeps of the path %s what is no secret', (url, path) => {
    const request = { method: 'GET', url, headers: {}, socket: {} };
    expect(JSON.parse(logged({ req: request }))).toMatchObject({ req: { path } });
  });

  it('hides card numbers in an error that is logged, and goes on with a request that is none', () => {
    const error = new Error(`declined ${CARD}`, { cause: new Error(CARD) });
    expect(logged({ err: error })).not.toContain('1111');
    expect(JSON.parse(logged({ req: {}, res: null }))).toMatchObject({ req: '[unreadable]', res: '[unreadable]' });
  });

  it('goes on with a field that cannot be read', () => {
    const fields = {
      get thrown(): never {
        throw new Error('no');
      },
    };
    expect(JSON.parse(logged(fields))).toMatchObject({ thrown: '[unreadable]' });
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
