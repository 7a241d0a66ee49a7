import { Users } from '../../src/modules/users/index.ts';
import { Transactions } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { IdentityClient } from './identity-client.ts';

interface System {
  readonly status: string;
  readonly build: { readonly version: string; readonly node: string };
  readonly stores: { readonly name: string; readonly status: string }[];
}

describe('GET /admin/system', () => {
  let test: TestApp;
  let identity: IdentityClient;

  beforeAll(async () => {
    test = await startTestApp();
    identity = new IdentityClient(test.app);
  });
  afterAll(() => test.close());

  it('tells an auditor what runs and how its stores are', async () => {
    const { user } = await identity.register();
    await test.get(Transactions).run((tx) => test.get(Users).grantRole(tx, user.id, 'auditor'));
    const { tokens } = (await identity.login(user.email)).body;
    const { status, body } = await test.request<System>('GET', '/admin/system', { token: tokens.accessToken });
    expect([status, body.status]).toEqual([200, 'ok']);
    expect(body.build).toMatchObject({ node: process.version });
    expect(body.stores.map(({ name }) => name).sort()).toEqual(['dynamodb', 'postgresql', 'redis']);
  });

  it('tells a customer nothing', async () => {
    const { tokens } = await identity.register();
    expect((await test.request('GET', '/admin/system', { token: tokens.accessToken })).status).toBe(403);
  });

  it('tells a stranger nothing', async () => {
    expect((await test.request('GET', '/admin/system')).status).toBe(401);
  });
});
