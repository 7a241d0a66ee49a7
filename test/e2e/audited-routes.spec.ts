import { randomUUID } from 'node:crypto';
import { NotePostings } from '../../src/modules/audit/note-postings.ts';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import { received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { IMPERSONAL_READS, SILENT_WRITES } from '../support/unaudited-routes.ts';
import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { World } from '../support/world.ts';

/** A session that goes on is no news; that it was opened or ended is. */
const QUIET = new Set(['POST /auth/refresh']);

describe('every route that changes something or shows administrators people', () => {
  let world: World;
  let identities: FakeIdentityProvider;
  let routes: ReadonlyMap<string, AppRoute>;

  beforeAll(async () => {
    identities = await FakeIdentityProvider.start();
    world = await World.open(identities.environment(['google', 'apple']));
    routes = new Map(routesOf(world.app.app).map((route) => [`${route.method} ${route.path}`, route]));
  });
  afterAll(async () => {
    await world.close();
    await identities.close();
  });

  const isAudited = (name: string): boolean => {
    if (name.startsWith('GET ')) return name.startsWith('GET /admin/') && !Object.hasOwn(IMPERSONAL_READS, name);
    return !Object.hasOwn(SILENT_WRITES, name) && !QUIET.has(name);
  };

  it.each(Object.keys(ROUTE_CATALOGUE).filter(isAudited))('leaves an event: %s', async (name) => {
    const [route, routeCase] = [routes.get(name), ROUTE_CATALOGUE[name]];
    if (!route || !routeCase) throw new Error(`${name} is not a route`);
    const good = await routeCase.prepare(new Stage(world, identities));
    const requestId = randomUUID();
    const answer = await received(world.app.app, requestTo(route, good, { headers: { 'x-request-id': requestId } }));
    expect(answer.status).toBe(routeCase.succeeds);
    await world.app.get(NotePostings).execute();
    const { rows } = await world.postgres.pool.query<{ content: string; origin: string }>(
      `select content, origin from audit_event where content like $1`,
      [`%"requestId":"${requestId}"%`],
    );
    expect(rows.length).toBeGreaterThan(0);
    const [event] = rows.map(({ content }) => JSON.parse(content) as Record<string, string>);
    expect(event).toMatchObject({ requestId, action: expect.any(String) as string });
    expect(JSON.parse(rows[0]?.origin ?? '{}')).toMatchObject({ ip: '127.0.0.1' });
    if (good.as) expect(event?.['userId']).toBe(good.as.id);
  });
});
