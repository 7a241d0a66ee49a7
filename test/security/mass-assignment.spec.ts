import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { GoodRequest } from '../support/route-case.ts';
import { received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { digestOfStores } from '../support/store-digest.ts';
import { World } from '../support/world.ts';

const OTHER = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4eff';

/** What somebody would like to say of themselves, of their money, or of the request. */
const WISHES: Readonly<Record<string, unknown>> = {
  ...{ role: 'admin', roles: ['admin'], permissions: ['*'], isAdmin: true, admin: true, scope: 'admin', scopes: ['*'] },
  ...{
    userId: OTHER,
    user_id: OTHER,
    ownerId: OTHER,
    owner: OTHER,
    buyerId: OTHER,
    initiatorId: OTHER,
    makerId: OTHER,
  },
  ...{ checkerId: OTHER, submittedBy: OTHER, createdBy: OTHER, sessionId: OTHER, organizationId: OTHER },
  ...{ status: 'succeeded', kycStatus: 'verified', verified: true, emailVerified: true, phoneVerified: true },
  ...{ balance: 1_000_000, availableBalance: 1_000_000, posted: 1, overdraftLimit: 1_000_000, frozen: 0, owed: 0 },
  ...{ fee: 0, feeBasisPoints: 0, price: 0, unitPrice: 0, rate: '0.01', capturedAmount: 1, refundedAmount: 0 },
  ...{
    transferId: OTHER,
    holdId: OTHER,
    accountId: OTHER,
    kind: 'card-top-up',
    debit: OTHER,
    credit: OTHER,
    op: 'transfer',
  },
  ...{ provider: 'none', providerReference: 'x', version: 0, createdAt: '2020-01-01T00:00:00Z', deletedAt: null },
  ...{ passwordHash: 'x', mfaEnabled: false, lockedUntil: null, amr: ['mfa'], auth_time: 0, redeemed: true },
};
const NAMES = Object.keys(WISHES);
/** As text, for JSON.parse alone makes fields of such names. */
const POISONS = [
  '"__proto__":{"role":"admin"}',
  '"\\u005f\\u005fproto__":{"role":"admin"}',
  '"constructor":{"prototype":{"role":"admin"}}',
  '"prototype":{"role":"admin"}',
  '"hasOwnProperty":1',
  '"toString":1',
  '"valueOf":{"role":"admin"}',
  '"toJSON":1',
];
/** What is the sender's own to fill. */
const FREE = new Set(['metadata', 'clientExtensionResults']);
const AT_A_TIME = 8;

let world: World;
let stage: Stage;
let identities: FakeIdentityProvider;
let routes: ReadonlyMap<string, AppRoute>;
let tried = 0;

beforeAll(async () => {
  identities = await FakeIdentityProvider.start();
  world = await World.open(identities.environment(['google', 'apple']));
  stage = new Stage(world, identities);
  routes = new Map(routesOf(world.app.app).map((route) => [`${route.method} ${route.path}`, route]));
});
afterAll(async () => {
  await world.expectSound();
  await world.close();
  await identities.close();
});

/** Every object of a body, by how to say the body with something more in that object. */
function insides(value: unknown, wrap: (inside: string) => string = (inside) => inside): ((more: string) => string)[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, at) =>
      insides(item, (inside) =>
        wrap(`[${value.map((each, index) => (index === at ? inside : JSON.stringify(each))).join()}]`),
      ),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value);
  const here = (more: string): string => wrap(`{${[...members.map(([name, each]) => said(name, each)), more].join()}}`);
  const deeper = members
    .filter(([name]) => !FREE.has(name))
    .flatMap(([name, each]) =>
      insides(each, (inside) =>
        wrap(
          `{${members.map(([other, one]) => (other === name ? `${JSON.stringify(name)}:${inside}` : said(other, one))).join()}}`,
        ),
      ),
    );
  return [here, ...deeper];
}

const said = (name: string, value: unknown): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`;

/** Bodies that say more than the route asks for. `known` are the fields that it has, at any depth. */
function presumptuous(body: GoodRequest['body'], known: ReadonlySet<string>): string[] {
  const wishes = NAMES.filter((name) => !known.has(name)).map((name) => said(name, WISHES[name]));
  return insides(body).flatMap((place) => [...wishes, ...POISONS].map(place));
}

const bodied = Object.entries(ROUTE_CATALOGUE).filter(([, { fields }]) => Object.keys(fields ?? {}).length > 0);

it.each(bodied)(
  '%s takes no field that it does not know, at any depth, and changes nothing',
  async (name, routeCase) => {
    const route = routes.get(name) as AppRoute;
    const good = await routeCase.prepare(stage);
    const known = new Set(Object.keys(routeCase.fields ?? {}).flatMap((pointer) => pointer.split('/')));
    const before = await digestOfStores(world.app);
    const waiting = presumptuous(good.body, known);
    tried += waiting.length;
    const taken: string[] = [];
    const work = async (): Promise<void> => {
      for (let payload = waiting.pop(); payload !== undefined; payload = waiting.pop()) {
        const { status } = await received(world.app.app, requestTo(route, good, { payload }));
        if (status !== 400) taken.push(`${status} ${payload}`);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    expect(taken).toEqual([]);
    expect(await digestOfStores(world.app)).toEqual(before);
  },
);

it('was tried on every route that has a body, some sixty ways each, and left objects as they are', () => {
  expect(bodied.length).toBeGreaterThan(40);
  expect(tried).toBeGreaterThan(bodied.length * 50);
  expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});
