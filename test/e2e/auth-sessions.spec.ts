import { SignIns } from '../../src/modules/auth/index.ts';
import { MAX_LIVE_SESSIONS } from '../../src/modules/auth/live-sessions.ts';
import { Users } from '../../src/modules/users/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ANY_TEXT, IdentityClient, matching } from './identity-client.ts';

interface SessionPage {
  readonly data: readonly {
    readonly id: string;
    readonly current: boolean;
    readonly userAgent: string;
    readonly ip: string;
  }[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

describe('GET and DELETE /auth/sessions', () => {
  let test: TestApp;
  let client: IdentityClient;

  beforeAll(async () => {
    test = await startTestApp();
    client = new IdentityClient(test.app);
  });
  afterAll(() => test.close());

  const list = (token: string, query = '') => client.call<SessionPage>('GET', `/auth/sessions${query}`, { token });
  const end = (token: string, id: string) => client.call('DELETE', `/auth/sessions/${id}`, { token });

  it('lists where a person is signed in, the newest first, and which session asks', async () => {
    const { user, tokens } = await client.register();
    await client.login(user.email, undefined, { 'user-agent': 'Teapot/1.0' });
    const { status, body } = await list(tokens.accessToken);
    expect(status).toBe(200);
    expect(body).toMatchObject({ hasMore: false, nextCursor: null });
    expect(body.data.map(({ current }) => current)).toEqual([false, true]);
    expect(body.data[0]).toEqual({
      id: ANY_TEXT,
      current: false,
      userAgent: 'Teapot/1.0',
      ip: matching(/^10\./),
      createdAt: ANY_TEXT,
      lastUsedAt: ANY_TEXT,
      expiresAt: ANY_TEXT,
    });
  });

  it('gives the list in pages', async () => {
    const { user, tokens } = await client.register();
    await client.login(user.email);
    await client.login(user.email);
    const first = (await list(tokens.accessToken, '?limit=2')).body;
    expect(first.data).toHaveLength(2);
    expect(first.hasMore).toBe(true);
    const second = (await list(tokens.accessToken, `?limit=2&cursor=${first.nextCursor}`)).body;
    expect(second).toMatchObject({ hasMore: false, nextCursor: null });
    expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(3);
  });

  it('ends the oldest session when a person signs in more often than they may be signed in', async () => {
    const { user, tokens } = await client.register();
    const [signIns, users] = [test.get(SignIns), test.get(Users)];
    const person = await users.require(user.id);
    const device = { ip: '10.0.0.1', userAgent: 'Teapot/1.0' };
    for (let count = 1; count < MAX_LIVE_SESSIONS; count += 1) await signIns.open(person, device, ['pwd']);
    expect((await client.refresh(tokens.refreshToken)).status).toBe(200);
    const { tokens: newest } = await signIns.open(person, device, ['pwd']);
    const { body } = await list(newest.accessToken, '?limit=100');
    expect(body.data).toHaveLength(MAX_LIVE_SESSIONS);
    expect(body.data[0]).toMatchObject({ current: true });
    expect(body.data.map(({ userAgent }) => userAgent)).toEqual(Array(MAX_LIVE_SESSIONS).fill('Teapot/1.0'));
  });

  it('refuses the cursor of somebody else', async () => {
    const [ada, eve] = [await client.register(), await client.register()];
    await client.login(ada.user.email);
    const { nextCursor } = (await list(ada.tokens.accessToken, '?limit=1')).body;
    const answer = await list(eve.tokens.accessToken, `?cursor=${nextCursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it.each(['?limit=0', '?limit=101', '?limit=two', '?limit=1&limit=2', '?cursor=x', '?unknown=1'])(
    'refuses %s',
    async (query) => {
      const { tokens } = await client.register();
      expect((await list(tokens.accessToken, query)).status).toBe(400);
    },
  );

  it('ends a session of the person', async () => {
    const { user, tokens } = await client.register();
    const { body: elsewhere } = await client.login(user.email);
    const [newest] = (await list(tokens.accessToken)).body.data;
    expect((await end(tokens.accessToken, newest?.id ?? '')).status).toBe(204);
    expect((await client.refresh(elsewhere.tokens.refreshToken)).status).toBe(401);
    expect((await list(tokens.accessToken)).body.data.map(({ current }) => current)).toEqual([true]);
    expect((await end(tokens.accessToken, newest?.id ?? '')).status).toBe(404);
  });

  it('does not show, and does not end, a session of somebody else', async () => {
    const [ada, eve] = [await client.register(), await client.register()];
    const [hers] = (await list(ada.tokens.accessToken)).body.data;
    expect((await list(eve.tokens.accessToken)).body.data.map(({ id }) => id)).not.toContain(hers?.id);
    expect(await end(eve.tokens.accessToken, hers?.id ?? '')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
    expect((await client.refresh(ada.tokens.refreshToken)).status).toBe(200);
  });

  it('does not list a session that a used token has ended', async () => {
    const { user, tokens } = await client.register();
    const { body: other } = await client.login(user.email);
    await client.refresh(tokens.refreshToken);
    await client.refresh(tokens.refreshToken);
    const { data } = (await list(other.tokens.accessToken)).body;
    expect(data.map(({ current }) => current)).toEqual([true]);
  });

  it.each(['x', '1', '__proto__', '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f'])('knows no session %s', async (id) => {
    const { tokens } = await client.register();
    expect((await end(tokens.accessToken, id)).status).toBe(404);
  });
});
