import { createPrivateKey } from 'node:crypto';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { changed } from '../support/bad-bodies.ts';
import { badRequests, type Forgeries } from '../support/bad-requests.ts';
import { complaints } from '../support/problem-complaints.ts';
import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { GoodRequest, RouteCase } from '../support/route-case.ts';
import { received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { digestOfStores } from '../support/store-digest.ts';
import { type Person, World } from '../support/world.ts';
import { anotherKey, decodeToken, hmacWithPublicKey, signedBy, spelledOtherwise, unsigned } from './forged-token.ts';

const AT_A_TIME = 8;
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

let world: World;
let stage: Stage;
let identities: FakeIdentityProvider;
let routes: ReadonlyMap<string, AppRoute>;
let forged: Forgeries;

beforeAll(async () => {
  identities = await FakeIdentityProvider.start();
  world = await World.open(identities.environment(['google', 'apple']));
  stage = new Stage(world, identities);
  routes = new Map(routesOf(world.app.app).map((route) => [`${route.method} ${route.path}`, route]));
  forged = { ...(await forgedTokens()), cursor: await stage.otherCursor() };
});
afterAll(async () => {
  await world.expectSound();
  await world.close();
  await identities.close();
});

async function forgedTokens(): Promise<Pick<Forgeries, 'tokens' | 'tokenWithoutRoles'>> {
  const { token } = await world.person(['admin']);
  const key = createPrivateKey(world.app.environment['JWT_PRIVATE_KEY'] ?? '');
  const { header, claims } = decodeToken(token);
  const now = Math.floor(world.clock.now().getTime() / 1_000);
  const tokens = {
    'a token that is none': 'x',
    'a token of three dots': '...',
    'a token of no JSON': 'a.b.c',
    'an expired token': signedBy(key, header, { ...claims, iat: now - 901, exp: now - 1 }),
    'a token of another issuer': signedBy(key, header, { ...claims, iss: 'https://elsewhere.example' }),
    'a token for another audience': signedBy(key, header, { ...claims, aud: 'elsewhere' }),
    'a token for nobody': signedBy(key, header, { ...claims, sub: 'x' }),
    'a token that is spelled otherwise': spelledOtherwise(token),
    'a token by another key': signedBy(anotherKey(), header, claims),
    'a token without a signature': unsigned(header, claims, 'none'),
    'a token signed with the public key': hmacWithPublicKey(key, header, claims),
  };
  return { tokens, tokenWithoutRoles: (await world.person([])).token };
}

/** What is wrong with the answers to everything that is bad about the good request. */
async function refusals(route: AppRoute, routeCase: RouteCase, good: GoodRequest): Promise<string[]> {
  const waiting = badRequests(route, routeCase, good, forged);
  const found: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { what, request, expected } = next;
      const answer = await received(world.app.app, request);
      found.push(...complaints(answer, expected).map((complaint) => `${what}: ${complaint}`));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return found;
}

/** The same request with its ids in capitals, which names the same things. */
function inCapitals(good: GoodRequest, { fields = {}, named = false }: RouteCase): GoodRequest {
  const ids = Object.entries(fields).filter(([, kind]) => kind.startsWith('id'));
  const capital = (value: unknown): unknown => (typeof value === 'string' ? value.toUpperCase() : value);
  const body = ids.reduce<unknown>((whole, [pointer]) => changed(whole, pointer, capital), good.body);
  const params = Object.entries(good.params ?? {}).map(([name, value]) => [name, named ? value : value.toUpperCase()]);
  return { ...good, params: Object.fromEntries(params) as Record<string, string>, body: body as GoodRequest['body'] };
}

it('has a good request in the catalogue for every route of the application, and for no other', () => {
  expect(Object.keys(ROUTE_CATALOGUE).sort()).toEqual([...routes.keys()].sort());
});

it('names every field of every body and query in the catalogue, and no other', () => {
  const topOf = (pointer: string): string => pointer.split('/')[1] ?? '';
  const said = [...routes].map(([name]) => {
    const { fields = {}, query = {} } = ROUTE_CATALOGUE[name] as RouteCase;
    return [name, [...new Set(Object.keys(fields).map(topOf))].sort(), Object.keys(query).sort()];
  });
  expect(said).toEqual([...routes].map(([name, { bodyFields, queryFields }]) => [name, bodyFields, queryFields]));
});

it('takes a cursor only on the list, with the filters, and for the person it was given for', async () => {
  const [from, to] = [await stage.payer(), await stage.payer()];
  for (let times = 0; times < 2; times += 1) {
    await stage.transfer(from, to.walletId);
    await stage.payment(from);
    await stage.group(from);
  }
  const lists = ['/transfers', `/wallets/${from.walletId}/entries`, '/payments', '/groups', '/invitations', '/orders'];
  const ask = async (person: Person, list: string, cursor = '', more = ''): Promise<[number, string | null]> => {
    const asked = `${list}?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}${more}`;
    const { status, body } = await world.call<{ nextCursor: string | null }>('GET', asked, person);
    return [status, body.nextCursor];
  };
  for (const list of lists.slice(0, 4)) {
    const [, cursor] = await ask(from, list);
    const elsewhere = lists.filter((other) => other !== list).map((other) => ask(from, other, cursor ?? ''));
    expect((await Promise.all(elsewhere)).map(([status]) => status)).toEqual(elsewhere.map(() => 400));
    expect((await ask(from, list, cursor ?? ''))[0]).toBe(200);
    expect((await ask(to, list, cursor ?? ''))[0]).toBe(list.startsWith('/wallets') ? 404 : 400);
  }
  const [, cursor] = await ask(from, '/transfers');
  expect((await ask(from, '/transfers', cursor ?? '', '&reference=other'))[0]).toBe(400);
});

describe.each(Object.entries(ROUTE_CATALOGUE))('%s', (name, routeCase) => {
  const found = (): AppRoute => {
    const route = routes.get(name);
    if (!route) throw new Error(`the application has no route ${name}`);
    return route;
  };

  // What only reads leaves every row as it was, as its tests find.
  if (!name.startsWith('GET ')) afterEach(() => world.expectSound());

  it('refuses every bad request, and changes nothing', async () => {
    const good = await routeCase.prepare(stage);
    const noted = routeCase.notesRefusals ? { audit_event: expect.any(String) as string } : {};
    const before = { ...(await digestOfStores(world.app)), ...noted };
    expect(await refusals(found(), routeCase, good)).toEqual([]);
    expect(await digestOfStores(world.app)).toEqual(before);
    expect(await received(world.app.app, requestTo(found(), good))).toMatchObject({ status: routeCase.succeeds });
  });

  it('takes the good request with its ids in capitals as the same', async () => {
    const good = inCapitals(await routeCase.prepare(stage), routeCase);
    const { status, text } = await received(world.app.app, requestTo(found(), good));
    expect([status, text]).toEqual([routeCase.succeeds, text]);
    const capitals = Object.values(good.params ?? {}).filter((value) => ID.test(value) && text.includes(value));
    expect(capitals).toEqual(routeCase.named ? capitals : []);
  });
});
