import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { changed } from '../support/bad-bodies.ts';
import { complaints } from '../support/problem-complaints.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { GoodRequest, RouteCase } from '../support/route-case.ts';
import { type Changes, type Received, received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { tablesOf } from '../support/store-digest.ts';
import { type Person, World } from '../support/world.ts';

/** Texts that are commands somewhere: to PostgreSQL, to DynamoDB, to Redis, to a shell, a template, a log, a browser. */
const TEXTS = [
  "' or 1=1 --",
  "'; drop table app_user; --",
  "'); delete from ledger_entry; --",
  "x' union select password_hash from app_user --",
  '1; select pg_sleep(20)',
  "'||pg_sleep(20)||'",
  "' and (select 1 from pg_sleep(20)) is not null --",
  "$$; update app_user set status = 'closed'; $$",
  '" or ""="',
  "\\'; drop table wallet; --",
  "admin'/*",
  '%',
  '_%',
  '{"$gt":""}',
  "'; return true; var x='",
  ':pk = :pk OR attribute_exists(#pk)',
  '#pk',
  'USER#*',
  '*',
  '\r\nFLUSHALL\r\n',
  'redis.call("flushall")',
  '${jndi:ldap://127.0.0.1:1/x}',
  '{{7*7}}',
  '<%= 7*7 %>',
  '$(touch injected)',
  '`id`',
  '| cat /etc/passwd',
  '../../../../etc/passwd',
  '%2e%2e%2f%2e%2e%2f',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://theirs.example")',
  '%s%s%s%n%n',
  'x\n{"level":"fatal","msg":"forged"}',
  '\u202Etxt.exe',
  'null',
  'NaN',
];
/** Values that are operators to a document store. */
const OPERATORS: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  { $where: 'while(true){}' },
  { $regex: '.*' },
  { S: 'x' },
  { contains: '' },
  { not: null },
  { OR: [{}] },
  { in: ['x'] },
  { increment: 1 },
  { set: 'x' },
  { connect: { id: 'x' } },
  [{ $ne: null }],
];
const HEADERS = [
  'idempotency-key',
  'x-request-id',
  'user-agent',
  'if-match',
  'x-forwarded-for',
  'accept-language',
  'referer',
];
/** How many of the texts a field gets, and a header of a route. They take turns, so that every text comes everywhere in time. */
const EACH = 16;
const EACH_HEADER = 3;
const TOO_LONG_MS = 15_000;
const AT_A_TIME = 8;

let world: World;
let stage: Stage;
let identities: FakeIdentityProvider;
let routes: ReadonlyMap<string, AppRoute>;
let bystander: { person: Person; walletId: string };
let tried = 0;
let turn = 0;

beforeAll(async () => {
  identities = await FakeIdentityProvider.start();
  world = await World.open(identities.environment(['google', 'apple']));
  stage = new Stage(world, identities);
  routes = new Map(routesOf(world.app.app).map((route) => [`${route.method} ${route.path}`, route]));
  const person = await world.person();
  bystander = { person, walletId: await world.wallet(person, 12_345) };
});
afterAll(async () => {
  await world.expectSound();
  await world.close();
  await identities.close();
});

interface Try extends Changes {
  readonly what: string;
  /** The field of the body that says it, and what it says. */
  readonly says?: { readonly pointer: string; readonly text: string };
}

function tries(route: AppRoute, { fields = {}, query = {} }: RouteCase, good: GoodRequest): Try[] {
  const places = route.method === 'GET' ? [] : Object.keys(fields);
  return [
    ...places.flatMap((pointer) =>
      some(EACH).map((text) => ({ ...put(good, pointer, text), says: { pointer, text } })),
    ),
    ...places.flatMap((pointer) => OPERATORS.map((value) => put(good, pointer, value))),
    ...Object.keys(query).flatMap((name) => some(EACH).map((text) => asked(name, encodeURIComponent(text)))),
    ...Object.keys(query).flatMap((name) =>
      ['[$ne]', '[$gt]', '[]', '[0][$where]', '.gt'].map((operator) => asked(`${name}${operator}`, 'x')),
    ),
    ...Object.keys(good.params ?? {}).flatMap((name) =>
      some(EACH).map((text) => ({ what: `:${name} ${text}`, params: { [name]: encodeURIComponent(text) } })),
    ),
    ...HEADERS.flatMap((name) =>
      some(EACH_HEADER)
        .filter(isHeaderText)
        .map((text) => ({ what: `${name}: ${text}`, headers: { [name]: text } })),
    ),
  ];
}

function some(count: number): string[] {
  turn += count;
  return Array.from({ length: count }, (_, nth) => TEXTS[(turn + nth) % TEXTS.length] ?? '');
}

// Node sends no others.
const isHeaderText = (text: string): boolean => /^[\t\x20-\x7e]*$/.test(text);
const asked = (name: string, value: string): Try => ({ what: `?${name}=${value}`, query: `${name}=${value}` });

function put({ body = {} }: GoodRequest, pointer: string, value: unknown): Try {
  return { what: `${pointer} ${JSON.stringify(value)}`, payload: JSON.stringify(changed(body, pointer, () => value)) };
}

/** What is said is looked at; what is answered under the name is always another one. */
const ANSWERED_ANEW = new Set(['/deviceToken']);

/** What is wrong with an answer: a failure, a leak, or a text that is not the one that was said. */
function faults({ what, says }: Try, answer: Received): string[] {
  const found = complaints(answer, 'no failure').map((complaint) => `${what}: ${complaint}`);
  if (!says || ANSWERED_ANEW.has(says.pointer) || answer.status >= 300 || answer.text === '') return found;
  const told = at(JSON.parse(answer.text) as unknown, says.pointer);
  const isOther = typeof told === 'string' && told !== says.text && told.toLowerCase() !== says.text.toLowerCase();
  return isOther ? [...found, `${what}: became ${told}`] : found;
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], value);
}

async function rowCounts(): Promise<Record<string, number>> {
  const { pool } = world.app.get(Postgres);
  const counted = [
    'app_user',
    'role',
    'role_permission',
    'ledger_account',
    'ledger_transfer',
    'ledger_entry',
    'payment',
  ];
  const { rows } = await pool.query<{ name: string; n: number }>(
    counted.map((name) => `select '${name}' as name, count(*)::int as n from "${name}"`).join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

describe.each(Object.entries(ROUTE_CATALOGUE))('%s', (name, routeCase) => {
  it('takes every text for a text, and nothing for a command', async () => {
    const route = routes.get(name) as AppRoute;
    const good = await routeCase.prepare(stage);
    const before = await rowCounts();
    const tables = await tablesOf(world.app);
    const waiting = tries(route, routeCase, good);
    tried += waiting.length;
    const found: string[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const startedAt = performance.now();
        const answer = await received(world.app.app, requestTo(route, good, next));
        if (performance.now() - startedAt > TOO_LONG_MS) found.push(`${next.what}: took too long`);
        found.push(...faults(next, answer));
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    expect(found).toEqual([]);
    expect(await tablesOf(world.app)).toEqual(tables);
    const fewer = Object.entries(await rowCounts()).filter(([table, n]) => n < (before[table] ?? 0));
    expect(fewer).toEqual([]);
  });
});

it('was tried thousands of times, and somebody who looked on has what they had', async () => {
  expect(tried).toBeGreaterThan(5_000);
  const { person, walletId } = bystander;
  expect(await world.walletBalances(person, walletId)).toMatchObject({ balance: 12_345, availableBalance: 12_345 });
  expect((await world.call('GET', '/me', person)).body).toMatchObject({ id: person.id, status: 'active' });
});
