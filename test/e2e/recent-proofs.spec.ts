import { AccessTokens } from '../../src/modules/auth/access-tokens.ts';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { type Person, World } from '../support/world.ts';
import { keyCalls } from './key-calls.ts';
import { NO_STEP_UP, STEP_UP } from './route-proofs.ts';

const SOME_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';
const LIFE_SECONDS = 900;

describe('a recent proof of who is there', () => {
  let world: World;
  let routes: AppRoute[];
  let admin: Person;

  beforeAll(async () => {
    world = await World.open({ STEP_UP_SECONDS: String(LIFE_SECONDS) });
    routes = routesOf(world.app.app);
    admin = await world.provedPerson(['admin']);
  });
  afterAll(() => world.close());

  const named = (found: readonly AppRoute[]): string[] => found.map(({ method, path }) => `${method} ${path}`).sort();
  const tokenOf = (proof: { atMs: number; methods: string[] }): string =>
    world.app.get(AccessTokens).issue({ userId: admin.id, sessionId: world.newId(), roles: [], epoch: 0, proof })
      .accessToken;
  const { keyOf } = keyCalls(() => world);

  /** What each of the routes that ask for it answers. */
  async function answers(headers: Readonly<Record<string, string>>): Promise<Set<string>> {
    const found = new Set<string>();
    for (const route of STEP_UP) {
      const [method = '', path = ''] = route.split(' ');
      const { status, body } = await world.call(method, path.replaceAll(/:\w+/g, SOME_ID), undefined, { headers });
      found.add(`${status} ${String(body['code'])}`);
    }
    return found;
  }

  it('is asked for by these routes, and by no others', () => {
    expect(named(routes.filter(({ stepUp }) => stepUp))).toEqual([...STEP_UP].sort());
  });

  it('was thought about for everything that changes something for who is signed in', () => {
    const writes = routes.filter(({ method, isPublic, stepUp }) => !isPublic && (method !== 'GET' || stepUp));
    const decided = [...STEP_UP, ...Object.values(NO_STEP_UP).flat()];
    expect(decided.toSorted()).toEqual(named(writes));
  });

  it('is never asked for in vain: what asks for it takes no API key', () => {
    expect(named(routes.filter(({ stepUp, inPerson }) => stepUp && !inPerson))).toEqual([]);
  });

  it('is looked at before anything of the request is', async () => {
    const old = { atMs: world.clock.now().getTime() - (LIFE_SECONDS + 2) * 1_000, methods: ['pwd', 'otp', 'mfa'] };
    expect(await answers({ authorization: `Bearer ${tokenOf(old)}` })).toEqual(new Set(['403 step_up_required']));
  });

  it('is not what an API key has, whatever it may', async () => {
    const permissions = [...new Set(routes.flatMap(({ permission }) => permission ?? []))];
    const { key } = await keyOf(admin, ...permissions);
    expect(await answers({ 'x-api-key': key })).toEqual(new Set(['403 api_key_not_accepted']));
  });
});
