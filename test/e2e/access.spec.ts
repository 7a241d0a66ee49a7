import { AccessTokens } from '../../src/modules/auth/access-tokens.ts';
import { Users } from '../../src/modules/users/index.ts';
import { PERMISSIONS } from '../../src/platform/http/permissions.ts';
import { Transactions } from '../../src/platform/postgres/index.ts';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { IN_PERSON, ROUTE_ACCESS } from './route-access.ts';

const SOME_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';

describe('access', () => {
  let test: TestApp;
  let routes: AppRoute[];
  let nobodyId: string;

  beforeAll(async () => {
    test = await startTestApp();
    routes = routesOf(test.app);
    const nobody = { email: 'nobody@test.example', passwordHash: 'none', firstName: 'No', lastName: 'Body', roles: [] };
    nobodyId = (await test.get(Transactions).run((tx) => test.get(Users).create(tx, nobody))).id;
  });
  afterAll(() => test.close());

  it('finds the routes', () => {
    expect(routes.length).toBeGreaterThan(5);
  });

  it('is named for every route: public, or one permission of the catalogue, and never both', () => {
    const unclear = routes.filter(({ isPublic, permission }) => isPublic === (permission !== undefined));
    const unknown = routes.filter(
      ({ permission }) => permission !== undefined && !Object.hasOwn(PERMISSIONS, permission),
    );
    expect({ unclear, unknown }).toEqual({ unclear: [], unknown: [] });
  });

  it('is what the table says, for every route', () => {
    const found = routes.map(({ method, path, permission }) => [`${method} ${path}`, permission ?? 'public']);
    expect(Object.fromEntries(found)).toEqual(ROUTE_ACCESS);
  });

  it('is in person where it is about who somebody is and what they may', () => {
    const wrong = routes.filter(({ method, path, inPerson, stepUp, isPublic }) => {
      return inPerson !== (stepUp || (!isPublic && IN_PERSON.test(`${method} ${path}`)));
    });
    expect(wrong.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it.each([
    ['no token', undefined, '401 unauthenticated'],
    ['a bad token', 'x', '401 invalid_token'],
    ['no role', 'roles: ', '403 forbidden'],
    ['a role that only their token has', 'roles: admin', '403 forbidden'],
  ])('is refused to who brings %s, before the request is even looked at', async (_what, brought, refusal) => {
    const token = brought?.startsWith('roles: ') ? tokenOf(brought.slice('roles: '.length)) : brought;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answers: string[] = [];
    for (const { method, path } of routes.filter(({ isPublic }) => !isPublic)) {
      const url = `/api/v1${path.replaceAll(/:\w+/g, SOME_ID)}`;
      const response = await test.app.inject({ method: method as 'GET', url, headers });
      const answer = `${response.statusCode} ${response.json<{ code: string }>().code}`;
      if (answer !== refusal) answers.push(`${method} ${path} answered ${answer}`);
    }
    expect(answers).toEqual([]);
  });

  function tokenOf(role: string): string {
    const proof = { atMs: Date.now(), methods: ['pwd'] };
    return test.get(AccessTokens).issue({ userId: nobodyId, sessionId: SOME_ID, roles: [role], epoch: 0, proof })
      .accessToken;
  }
});
