import { Passwords } from '../../src/modules/auth/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { IdentityClient, matching, newEmail, PASSWORD, type SignedIn } from './identity-client.ts';

const ATTEMPTS_PER_ACCOUNT = 10;

describe('POST /auth/login', () => {
  let test: TestApp;
  let client: IdentityClient;
  let ada: SignedIn;

  beforeAll(async () => {
    test = await startTestApp();
    client = new IdentityClient(test.app);
    ada = await client.register();
  });
  afterAll(() => test.close());

  it('signs in with the right password', async () => {
    const answer = await client.login(ada.user.email);
    expect(answer.status).toBe(200);
    expect(answer.body.user).toEqual(ada.user);
    expect((await client.me(answer.body.tokens.accessToken)).status).toBe(200);
  });

  it('does not mind the case of the address', async () => {
    expect((await client.login(ada.user.email.toUpperCase())).status).toBe(200);
  });

  it('opens a session of its own each time', async () => {
    const [one, other] = [await client.login(ada.user.email), await client.login(ada.user.email)];
    const sessionOf = ({ body }: typeof one): string | undefined => body.tokens.refreshToken.split('.')[0];
    expect(sessionOf(one)).not.toBe(sessionOf(other));
  });

  it('gives the same answer for a wrong password and for an unknown address', async () => {
    const wrong = await client.login(ada.user.email, 'not the password');
    const unknown = await client.login(newEmail(), PASSWORD);
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    const said = ({ body }: typeof wrong): unknown => ({ ...body, requestId: '' });
    expect(said(wrong)).toMatchObject({ code: 'invalid_credentials' });
    expect(said(unknown)).toEqual(said(wrong));
  });

  it('works as hard for an unknown address as for a wrong password', async () => {
    const matches = jest.spyOn(test.app.get(Passwords), 'matches');
    await client.login(newEmail(), 'not the password');
    await client.login(ada.user.email, 'not the password');
    expect(matches.mock.calls).toEqual([
      ['not the password', undefined],
      ['not the password', matching(/^\$argon2id\$/)],
    ]);
    matches.mockRestore();
  });

  it.each([
    ['nothing', {}],
    ['no password', { email: 'a@test.example' }],
    ['an object for a password', { email: 'a@test.example', password: {} }],
    ['an endless password', { email: 'a@test.example', password: 'x'.repeat(129) }],
    ['NUL in the password', { email: 'a@test.example', password: 'x\u0000' }],
    ['NUL in the address', { email: 'a\u0000@test.example', password: PASSWORD }],
    ['an operator for an address', { email: { $ne: '' }, password: PASSWORD }],
    ['an unknown field', { email: 'a@test.example', password: PASSWORD, remember: true }],
  ])('refuses %s', async (_what, body) => {
    const answer = await client.call('POST', '/auth/login', { body });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: matching(/^(validation_failed|malformed_request)$/) },
    });
  });

  it('lets ten attempts a minute at one account, and then says when to come again', async () => {
    const { user } = await client.register();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < ATTEMPTS_PER_ACCOUNT; attempt += 1) {
      statuses.push((await client.login(user.email, 'not the password')).status);
    }
    expect(new Set(statuses)).toEqual(new Set([401]));
    // The right password and another spelling do not help.
    const refused = await client.login(user.email.toUpperCase());
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('ignores a bad token, for the route is public', async () => {
    const body = { email: ada.user.email, password: PASSWORD };
    const answer = await client.call('POST', '/auth/login', { body, token: 'not.a.token' });
    expect(answer.status).toBe(200);
  });
});
