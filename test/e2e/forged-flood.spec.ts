import { startTestApp, type TestApp } from '../support/test-app.ts';

const QUOTA = 600;

describe('a flood of requests without a caller', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const ask = async (from: string, url: string, token?: string): Promise<string> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await test.app.inject({ method: 'GET', url: `/api/v1${url}`, headers, remoteAddress: from });
    return `${answer.statusCode} ${answer.json<{ code: string }>().code}`;
  };

  it('is limited by address, whatever tokens are forged and whichever routes are asked', async () => {
    const answers: string[] = [];
    for (let n = 0; n < QUOTA + 10; n += 1) {
      answers.push(await ask('10.9.0.1', n % 2 ? '/wallets' : '/me', n % 3 ? `forged.${n}.token` : undefined));
    }
    expect(answers.slice(0, QUOTA).filter((answer) => !answer.startsWith('401'))).toEqual([]);
    expect(new Set(answers.slice(QUOTA))).toEqual(new Set(['429 rate_limited']));
    expect(await ask('10.9.0.2', '/me', 'forged.x.token')).toBe('401 invalid_token');
  });
});
