import { createPrivateKey } from 'node:crypto';
import { SELF_SERVICE } from '../../src/modules/access/built-in-roles.ts';
import { KeyUses } from '../../src/modules/api-keys/key-uses.ts';
import { isOverOthers } from '../../src/modules/access/over-others.ts';
import { PERMISSIONS, type PermissionName } from '../../src/platform/http/permissions.ts';
import { decodeToken, signedBy } from '../e2e/forged-token.ts';
import { keyCalls } from '../e2e/key-calls.ts';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { GoodRequest } from '../support/route-case.ts';
import { type Received, received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { digestOfStores } from '../support/store-digest.ts';
import { type Person, World } from '../support/world.ts';

jest.setTimeout(120_000);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** What people may look at that is of others by its nature: places, and who is at them. */
const SHARED: readonly PermissionName[] = ['venues:read', 'presence:read'];
/** How somebody hears that a thing is not there, not theirs, or not theirs to do now. */
const REFUSALS = [403, 404, 409];
const AN_HOUR = 3_600;

let world: World;
let stage: Stage;
let identities: FakeIdentityProvider;
let routes: Map<string, AppRoute>;

beforeAll(async () => {
  identities = await FakeIdentityProvider.start();
  world = await World.open(identities.environment(['google', 'apple']));
  stage = new Stage(world, identities);
  routes = new Map(routesOf(world.app.app).map((route) => [`${route.method} ${route.path}`, route]));
});
afterAll(async () => {
  await world?.close();
  await identities?.close();
});

const { keyOf } = keyCalls(() => world);

/** A token of ours, whole in every way, whose time is over. */
function expiredTokenOf({ token }: Person): string {
  const { header, claims } = decodeToken(token);
  const pem = world.app.environment['JWT_PRIVATE_KEY'] ?? '';
  const [iat, exp] = [Number(claims['iat']) - 100 * AN_HOUR, Number(claims['exp']) - 100 * AN_HOUR];
  return signedBy(createPrivateKey(pem), header, { ...claims, iat, exp });
}

function uuidsIn(...texts: readonly unknown[]): Set<string> {
  return new Set(texts.flatMap((text) => (JSON.stringify(text) ?? '').match(UUID) ?? []).map((id) => id.toLowerCase()));
}

function leaked(answer: Received, secrets: ReadonlySet<string>): string[] {
  return [...uuidsIn(answer.text)].filter((id) => secrets.has(id));
}

const codeOf = ({ status, text }: Received): string => `${status} ${(JSON.parse(text) as { code?: string }).code}`;

describe.each(Object.entries(ROUTE_CATALOGUE))('%s, asked by', (name, routeCase) => {
  const route = (): AppRoute => {
    const found = routes.get(name);
    if (!found) throw new Error(`the application has no route ${name}`);
    return found;
  };
  const ask = (good: GoodRequest, headers: Readonly<Record<string, string | undefined>> = {}): Promise<Received> =>
    received(world.app.app, requestTo(route(), good, { headers }));
  const askAs = (good: GoodRequest, person: Person): Promise<Received> => ask({ ...good, as: person });
  const permission = (): PermissionName | undefined => route().permission as PermissionName | undefined;
  // Some routes are about an address that is not proved yet, without which there is no key; none of them takes any.
  const holderFor = async (owner: Person): Promise<Person> => {
    if (route().inPerson) return world.provedPerson();
    await world.prove(owner);
    return owner;
  };
  const isOwn = (): boolean => permission() !== undefined && SELF_SERVICE.some((own) => own === permission());

  it('all seven, gives nobody what is another’s', async () => {
    if (route().isPublic) return;
    const good = await routeCase.prepare(stage);
    const owner = good.as as Person;
    const secrets = uuidsIn(good.params, good.body, owner.id);
    const scope = permission() === 'me:read' ? 'idempotency:read' : 'me:read';
    const [nobody, { key }] = [await world.person([]), await keyOf(await holderFor(owner), scope)];
    await world.app.get(KeyUses).write();
    const before = await digestOfStores(world.app);

    const none = await ask(good, { authorization: undefined });
    expect([codeOf(none), leaked(none, secrets)]).toEqual(['401 unauthenticated', []]);

    const expired = await ask(good, { authorization: `Bearer ${expiredTokenOf(owner)}` });
    expect([codeOf(expired), leaked(expired, secrets)]).toEqual(['401 invalid_token', []]);

    const wrongRole = await askAs(good, nobody);
    expect([codeOf(wrongRole), leaked(wrongRole, secrets)]).toEqual(['403 forbidden', []]);

    if (good.stranger && !routeCase.refusesInside) {
      const stranger = await askAs(good, good.stranger);
      expect(REFUSALS).toContain(stranger.status);
      expect(leaked(stranger, secrets)).toEqual([]);
    }
    expect(await digestOfStores(world.app)).toEqual(before);

    // Last of those who change nothing: that a key was used is written down behind the requests.
    const keyed = await ask(good, { authorization: undefined, 'x-api-key': key });
    expect(['403 forbidden', '403 api_key_not_accepted']).toContain(codeOf(keyed));
    expect(leaked(keyed, secrets)).toEqual([]);

    const admin = await world.person(['admin']);
    const everything = { id: '', roles: [], permissions: new Set<string>(Object.keys(PERMISSIONS)) };
    if (good.stranger && !routeCase.refusesInside && !isOverOthers(everything, permission() as PermissionName)) {
      const answer = await askAs(good, admin);
      expect(REFUSALS).toContain(answer.status);
      expect(leaked(answer, secrets)).toEqual([]);
    }

    const right = await ask(good);
    expect([right.status, right.text]).toEqual([routeCase.succeeds, right.text]);
    if (name.startsWith('GET') && isOwn() && !SHARED.some((shared) => shared === permission())) {
      const elsewhere = await askAs({ ...good, query: undefined }, await world.person());
      expect(leaked(elsewhere, uuidsIn(right.text, ...secrets))).toEqual([]);
    }
    if (!isOwn()) expect((await askAs(await routeCase.prepare(stage), admin)).status).toBeLessThan(500);
  });
});
