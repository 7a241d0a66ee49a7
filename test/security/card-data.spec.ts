import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { changed } from '../support/bad-bodies.ts';
import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { keepLog } from '../support/kept-log.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { GoodRequest, RouteCase } from '../support/route-case.ts';
import { type Changes, received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { textOfStores } from '../support/store-text.ts';
import { World } from '../support/world.ts';

const CARD = '4539578763621486';
const SPACED = '4539 5787 6362 1486';
const DASHED = '4539-5787-6362-1486';
const CODE = 'code-on-the-back-917';
const CANARIES = [CARD, SPACED, DASHED, CODE];
const HEADERS = ['idempotency-key', 'x-request-id', 'user-agent', 'cookie', 'x-forwarded-for', 'referer', 'x-note'];
/** Numbers there are money. */
const AMOUNTS = /^(?:amount|signed-amount)/;

let world: World;
let stage: Stage;
let identities: FakeIdentityProvider;
let log: readonly string[];
let routes: ReadonlyMap<string, AppRoute>;
let sent = 0;

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

type Variant = readonly [what: string, changes: Changes];

function variants(route: AppRoute, { fields = {}, query = {} }: RouteCase, good: GoodRequest): Variant[] {
  const bodied = route.method !== 'GET' && route.method !== 'DELETE';
  return [
    ...(bodied ? inBody(fields, good.body ?? {}) : []),
    ...['note', ...Object.keys(query)].map((name): Variant => [
      `?${name}`,
      { query: `${name}=${encodeURIComponent(SPACED)}` },
    ]),
    ['?cvv', { query: `cvv=${CODE}` }],
    ['a name in the query', { query: `${CARD}=1` }],
    ...Object.keys(good.params ?? {}).map((name): Variant => [`the path's ${name}`, { params: { [name]: CARD } }]),
    ...Object.keys(good.params ?? {}).map((name): Variant => [
      `the path's ${name}, escaped`,
      { params: { [name]: encodeURIComponent(SPACED) } },
    ]),
    ...HEADERS.map((name): Variant => [`the header ${name}`, { headers: { [name]: `x ${DASHED}` } }]),
    ['a header for the code', { headers: { 'x-card-cvv': CODE } }],
    ['a bearer token', { headers: { authorization: `Bearer ${CARD}` } }],
  ];
}

function inBody(fields: NonNullable<RouteCase['fields']>, body: object): Variant[] {
  const pointers = Object.entries(fields);
  const objects = ['', ...pointers.filter(([, kind]) => kind === 'object').map(([pointer]) => pointer)];
  return [
    ...pointers.map(([pointer]): Variant => put(body, pointer, CARD)),
    ...pointers.map(([pointer]): Variant => put(body, pointer, `paid with ${DASHED}, twice`)),
    ...pointers.filter(([, kind]) => !AMOUNTS.test(kind)).map(([pointer]): Variant => put(body, pointer, Number(CARD))),
    ...pointers.map(([pointer]): Variant => put(body, pointer, { deep: [{ er: SPACED }] })),
    ...objects.flatMap((at): Variant[] => [
      put(body, `${at}/cvv`, CODE),
      put(body, `${at}/cardSecurityCode`, 917),
      put(body, `${at}/${CARD}`, true),
      put(body, `${at}/note`, SPACED),
    ]),
  ];
}

function put(body: object, pointer: string, value: unknown): Variant {
  const payload = JSON.stringify(changed(body, pointer, () => value));
  return [`${pointer} ${JSON.stringify(value)}`, { payload }];
}

describe.each(Object.entries(ROUTE_CATALOGUE))('%s', (name, routeCase) => {
  it('refuses card data wherever it stands, and repeats none of it', async () => {
    const route = routes.get(name);
    if (!route) throw new Error(`the application has no route ${name}`);
    const good = await routeCase.prepare(stage);
    const wrong: string[] = [];
    for (const [what, changes] of variants(route, routeCase, good)) {
      const { status, headers, text } = await received(world.app.app, requestTo(route, good, changes));
      sent += 1;
      const { code } = JSON.parse(text === '' ? '{}' : text) as { code?: string };
      if (status !== 422 || code !== 'raw_card_data_refused') wrong.push(`${what}: ${status} ${code ?? ''}`);
      const said = `${text} ${JSON.stringify(headers)}`;
      if (CANARIES.some((canary) => said.includes(canary))) wrong.push(`${what}: ${said}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('afterwards', () => {
  it('no store holds any of it', async () => {
    expect(sent).toBeGreaterThan(1_000);
    const kept = await textOfStores(world.app);
    expect(new Set(kept.map(({ place }) => place.split(' ')[0]))).toEqual(new Set(['postgres', 'dynamodb', 'redis']));
    expect(kept.filter(({ text }) => CANARIES.some((canary) => text.includes(canary)))).toEqual([]);
  });

  it('no line of the log holds any of it', () => {
    expect(log.length).toBeGreaterThan(sent);
    expect(log.filter((line) => CANARIES.some((canary) => line.includes(canary)))).toEqual([]);
  });

  it('the books are sound', () => world.expectSound());
});
