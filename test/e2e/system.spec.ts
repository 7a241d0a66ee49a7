import { World } from '../support/world.ts';

interface System {
  readonly status: string;
  readonly build: { readonly version: string; readonly node: string };
  readonly stores: { readonly name: string; readonly status: string }[];
}

describe('GET /admin/system', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('tells an auditor what runs and how its stores are', async () => {
    const auditor = await world.person(['auditor']);
    const { status, body } = await world.call<System>('GET', '/admin/system', auditor);
    expect([status, body.status]).toEqual([200, 'ok']);
    expect(body.build).toMatchObject({ node: process.version });
    expect(body.stores.map(({ name }) => name).sort()).toEqual(['dynamodb', 'postgresql', 'redis']);
  });

  it('tells a customer nothing', async () => {
    expect((await world.call('GET', '/admin/system', await world.person())).status).toBe(403);
  });

  it('tells a stranger nothing', async () => {
    expect((await world.call('GET', '/admin/system')).status).toBe(401);
  });
});
