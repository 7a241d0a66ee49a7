import { startTestApp, type TestApp } from '../support/test-app.ts';
import { IdentityClient } from './identity-client.ts';

describe('POST /auth/logout', () => {
  let test: TestApp;
  let client: IdentityClient;

  beforeAll(async () => {
    test = await startTestApp();
    client = new IdentityClient(test.app);
  });
  afterAll(() => test.close());

  const logout = (token?: string) => client.call('POST', '/auth/logout', { token });

  it('ends the session of the token, and no other', async () => {
    const { user, tokens } = await client.register();
    const { body: elsewhere } = await client.login(user.email);
    expect(await logout(tokens.accessToken)).toMatchObject({ status: 204, body: {} });
    expect(await client.refresh(tokens.refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'invalid_refresh_token' },
    });
    expect((await client.refresh(elsewhere.tokens.refreshToken)).status).toBe(200);
  });

  it('ends the access token at once, and no other', async () => {
    const { user, tokens } = await client.register();
    const { body: elsewhere } = await client.login(user.email);
    expect((await client.me(tokens.accessToken)).status).toBe(200);
    await logout(tokens.accessToken);
    expect(await client.me(tokens.accessToken)).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    expect(await logout(tokens.accessToken)).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    expect((await client.me(elsewhere.tokens.accessToken)).status).toBe(200);
  });

  it('needs a token', async () => {
    expect(await logout()).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });
});
