import { RelayAudit } from '../../src/modules/audit/index.ts';
import { ALL_PERSONAL_TABLES } from '../../src/modules/privacy/all-personal-tables.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { changed } from '../support/bad-bodies.ts';
import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { keepLog } from '../support/kept-log.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { GoodRequest, RouteCase } from '../support/route-case.ts';
import { type Changes, received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { type KeptText, textOfStores } from '../support/store-text.ts';
import { World } from '../support/world.ts';

const MARK = 'Canary';
const OF_TEXT = /^(?:text:|email|phone|day)/;
/** What somebody says of themselves to be checked, and tokens: sealed wherever they are kept. */
const SEALED_ON = new Set(['PUT /me/profile', 'POST /payment-methods']);
/** Where a copy passes through: what a request with a key was answered, and what is on its way. */
const PASSING =
  /^(?:dynamodb idempotency|postgres idempotency_claim|postgres outbox_event|postgres audit_event|redis cache:)/;

let world: World;
let stage: Stage;
let identities: FakeIdentityProvider;
let log: readonly string[];
let routes: ReadonlyMap<string, AppRoute>;
const sealed: string[] = [];
const sent: string[] = [];

beforeAll(async () => {
  identities = await FakeIdentityProvider.start();
  world = await World.open(identities.environment(['google', 'apple']));
  log = keepLog();
  stage = new Stage(world, identities);
  routes = new Map(routesOf(world.app.app).map((route) => [`${route.method} ${route.path}`, route]));
});
afterAll(async () => {
  await world.close();
  await identities.close();
});

/** Something that is a person's and like nothing else: good for the field, or refused for what it is. */
function canaryFor(name: string, kind: string): string {
  const canary = `${MARK}${sent.length}x`;
  sent.push(canary);
  if (SEALED_ON.has(name)) sealed.push(canary);
  if (kind.startsWith('email')) return `${canary}@person.example`;
  return kind.startsWith('text:') && Number(/\d+/.exec(kind)?.[0]) < 20 ? canary : `${canary} of Ünderwood Lane`;
}

function variants(name: string, { fields = {}, query = {} }: RouteCase, good: GoodRequest): Changes[] {
  const texts = Object.entries(fields).filter(([, kind]) => OF_TEXT.test(kind));
  return [
    ...texts.map(([pointer, kind]) => ({
      payload: JSON.stringify(changed(good.body ?? {}, pointer, () => canaryFor(name, kind))),
    })),
    ...texts.map(([pointer, kind]) => ({
      payload: JSON.stringify(changed(good.body ?? {}, pointer, () => [canaryFor(name, kind)])),
    })),
    { payload: good.body && JSON.stringify({ ...good.body, surprise: canaryFor(name, 'text:99') }) },
    ...Object.keys(query).map((field) => ({ query: `${field}=${encodeURIComponent(canaryFor(name, 'text:99'))}` })),
    { query: `surprise=${canaryFor(name, 'text:9')}` },
    { headers: { 'user-agent': canaryFor('headers', 'text:9'), referer: canaryFor('headers', 'text:9') } },
  ];
}

describe.each(Object.entries(ROUTE_CATALOGUE))('%s', (name, routeCase) => {
  it('repeats nothing of a person in a refusal', async () => {
    const route = routes.get(name);
    if (!route) throw new Error(`the application has no route ${name}`);
    const good = await routeCase.prepare(stage);
    const wrong: string[] = [];
    for (const changes of variants(name, routeCase, good)) {
      const { status, text } = await received(world.app.app, requestTo(route, good, changes));
      if (status >= 400 && text.includes(MARK)) wrong.push(text);
      if (status >= 500) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });
});

describe('afterwards', () => {
  let kept: KeptText[];
  beforeAll(async () => {
    await world.app.get(OutboxRelay).drain();
    await world.app.get(RelayAudit).drain();
    kept = (await textOfStores(world.app)).filter(({ text }) => text.includes(MARK));
  });

  it('no line of the log holds anything of a person', () => {
    expect(sent.length).toBeGreaterThan(300);
    expect(log.length).toBeGreaterThan(sent.length);
    expect(log.filter((line) => line.includes(MARK))).toEqual([]);
  });

  it('nothing that is to be sealed is anywhere to be read', () => {
    expect(sealed.length).toBeGreaterThan(10);
    expect(kept.filter(({ text }) => sealed.some((canary) => text.includes(canary)))).toEqual([]);
  });

  it('what is kept is in tables that say so, and passes through nothing else but answers and news', () => {
    const elsewhere = kept.filter(({ place }) => {
      if (PASSING.test(place) || place === 'dynamodb sessions' || place === 'dynamodb audit-logs') return false;
      const [store, table = ''] = place.split(' ');
      return store !== 'postgres' || !(table in ALL_PERSONAL_TABLES);
    });
    expect(elsewhere).toEqual([]);
    expect(kept.length).toBeGreaterThan(10);
  });
});
