import { redacted } from './redaction.ts';
import { isSecretName } from './secret-names.ts';

const CARD = '4242424242424242';

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function throwing(name: string, on: object = {}): object {
  const get = (): never => {
    throw new Error('no');
  };
  return Object.defineProperty(on, name, { enumerable: true, get });
}

describe('redacted fields', () => {
  it.each(['userEmail', 'newPassword', 'current_password', 'pin', 'cardPin', 'OTP', 'sealedToken', 'databaseUrl'])(
    'hide %s',
    (name) => {
      expect(redacted({ [name]: 'hidden' })).toEqual({ [name]: '[redacted]' });
    },
  );

  it.each(['DATABASE_URL', 'dateOfBirth', 'fullName', 'card-number', 'accesstoken', 'refreshTokens', 'Set-Cookie'])(
    'have a secret in %s',
    (name) => {
      expect(isSecretName(name)).toBe(true);
    },
  );

  it.each(['mapping', 'lifespan', 'name', 'tokenCount', 'venueName', 'status', 'durationMs', 'laptop'])(
    'have none in %s',
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );

  it('hide card numbers in an error, its stack and its causes, wherever it stands', () => {
    const error = new Error(`declined ${CARD}`, { cause: new TypeError(`of ${CARD}`) });
    error.name = `Error of ${CARD}`;
    const shown = JSON.stringify(redacted({ failure: error, list: [{ error }] }));
    expect(shown).toContain('declined [redacted]');
    expect(shown).toContain('of [redacted]');
    expect(shown).not.toContain('4242');
  });

  it('keep a bigint, which is an amount, and the id of a request', () => {
    const fields = { amount: 4_242_424_242_424_242n, requestId: `trace-3-${CARD}` };
    expect(redacted(fields)).toEqual(fields);
    expect(redacted({ requestId: CARD })).toEqual({ requestId: '[redacted]' });
  });

  it('say what could not be read, and keep the rest', () => {
    const withoutMessage = throwing('message', new Error('x'));
    const fields = throwing('thrown', { revoked: revoked(), inner: throwing('thrown', { seen: 1 }), withoutMessage });
    expect(redacted(fields)).toMatchObject({
      revoked: '[unreadable]',
      inner: { seen: 1, thrown: '[unreadable]' },
      withoutMessage: { type: 'Error', message: '[unreadable]' },
      thrown: '[unreadable]',
    });
    expect(redacted(revoked())).toEqual({ fields: '[unreadable]' });
    expect(redacted({ at: new Date(NaN) })).toEqual({ at: '[unreadable]' });
  });

  it('read no more than they may keep, and say so', () => {
    let read = 0;
    const many = {};
    for (let n = 0; n < 5_000; n += 1) {
      Object.defineProperty(many, `n${n}`, { enumerable: true, get: () => (read += 1) });
    }
    expect(redacted(many)['…']).toBe('[left out]');
    expect(read).toBe(1_000);
    const list = redacted({ list: Array.from({ length: 5_000 }, () => 0) })['list'] as unknown[];
    expect(list.at(-1)).toBe('[left out]');
    expect(list.length).toBeLessThanOrEqual(1_000);
    const secrets = new Map(Array.from({ length: 5_000 }, (_, n) => [`${n}token`, 'hidden']));
    expect(Object.keys(redacted({ secrets })['secrets'] as object).length).toBeLessThanOrEqual(1_000);
  });

  it('are as long as they may be, and do not end within a card number', () => {
    const long = `${'x'.repeat(8_184)}${CARD}${'x'.repeat(100)}`;
    expect(redacted({ long })['long']).toBe(`${'x'.repeat(8_184)}[116 more]`);
    const line = JSON.stringify(redacted({ texts: Array.from({ length: 100 }, () => 'x'.repeat(10_000)) }));
    expect(line.length).toBeLessThan(80_000);
    expect(line).toContain('[left out]');
  });

  it('have no functions, which a writer of lines would call', () => {
    const shown = redacted({ inner: new Map([['toJSON', () => CARD]]) });
    expect(JSON.stringify(shown)).toBe('{"inner":{}}');
  });
});
