import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import { decodeToken } from './forged-token.ts';
import { guardedAccount, proveEmail, totpAt, wrongTotp } from './guarded-account.ts';
import { IdentityClient, PASSWORD } from './identity-client.ts';

const MINUTE_MS = 60_000;

describe('the password or a second factor, proved once more,', () => {
  let test: TestApp;
  let clock: TestClock;
  let client: IdentityClient;

  beforeAll(async () => {
    clock = new TestClock();
    test = await startTestApp({ clock });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    client = new IdentityClient(test.app);
  });

  const call = <T = { code?: string }>(method: 'POST', path: string, token: string, body?: unknown) =>
    client.call<T>(method, path, { token, body });
  const prove = (id: string) => proveEmail(test, id);
  const totp = (secret: string) => totpAt(clock, secret);

  const stepUp = (token: string, body: unknown) =>
    call<{ accessToken: string; code?: string }>('POST', '/auth/step-up', token, body);
  const risky = (token: string) => call('POST', '/auth/mfa/totp', token);
  const FRESH_MS = 15 * MINUTE_MS;

  it('is what risky routes ask for after a while, also after a refresh', async () => {
    const { user, tokens } = await client.register();
    await prove(user.id);
    clock.advance(FRESH_MS + 2_000);
    const { accessToken } = (await client.refresh(tokens.refreshToken)).body.tokens;
    expect(await risky(accessToken)).toMatchObject({ status: 403, body: { code: 'step_up_required' } });
    expect((await client.me(accessToken)).status).toBe(200);
    const proved = await stepUp(accessToken, { password: PASSWORD });
    expect(proved.status).toBe(200);
    expect((await risky(proved.body.accessToken)).status).toBe(201);
    // What was proved belongs to the session: the old token still says what it said, and a refresh says the new.
    expect(await risky(accessToken)).toMatchObject({ status: 403 });
  });

  it('is remembered by the session', async () => {
    const { user, tokens } = await client.register();
    await prove(user.id);
    clock.advance(FRESH_MS + 2_000);
    const refreshed = (await client.refresh(tokens.refreshToken)).body.tokens;
    await stepUp(refreshed.accessToken, { password: PASSWORD });
    const again = (await client.refresh(refreshed.refreshToken)).body.tokens;
    expect((await risky(again.accessToken)).status).toBe(201);
  });

  it('is the second factor for who has one: the password alone is not enough', async () => {
    const ada = await guardedAccount(test, clock, client);
    const { accessToken } = ada.tokens;
    expect(await stepUp(accessToken, { password: PASSWORD })).toMatchObject({
      status: 422,
      body: { code: 'second_factor_needed' },
    });
    expect(await stepUp(accessToken, { code: wrongTotp(clock, ada.secret) })).toMatchObject({
      body: { code: 'code_invalid' },
    });
    const proved = await stepUp(accessToken, { code: totp(ada.secret) });
    expect(decodeToken(proved.body.accessToken).claims).toMatchObject({ amr: ['otp', 'mfa'] });
    expect(await stepUp(accessToken, { code: totp(ada.secret) })).toMatchObject({ body: { code: 'code_invalid' } });
  });

  it('is refused when it is wrong, and soon for a while even when it is right', async () => {
    const { tokens } = await client.register();
    for (let time = 0; time < 9; time += 1)
      expect(await stepUp(tokens.accessToken, { password: 'not it' })).toMatchObject({
        status: 422,
        body: { code: 'password_wrong' },
      });
    for (const body of [{}, { password: PASSWORD, code: '123456' }, { password: '' }, { code: '12345' }])
      expect((await stepUp(tokens.accessToken, body)).status).toBeGreaterThanOrEqual(400);
  });

  it('is worth nothing in a session that is over', async () => {
    const { tokens } = await client.register();
    await client.call('DELETE', '/auth/sessions', { token: tokens.accessToken });
    expect(await stepUp(tokens.accessToken, { password: PASSWORD })).toMatchObject({ status: 401 });
  });
});
