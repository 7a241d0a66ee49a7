import type { AppRoute } from './app-routes.ts';
import { badBodies } from './bad-bodies.ts';
import { badQueriesOf } from './bad-values.ts';
import type { GoodRequest, RouteCase } from './route-case.ts';
import { type Changes, requestTo, type SentRequest } from './sent-request.ts';

/** What a bad request may be answered: one of these, or any refusal, or, where it may be ignored, all but a failure. */
export type Expected = readonly number[] | 'refusal' | 'no failure';

export interface BadRequest {
  /** What is wrong with it. */
  readonly what: string;
  readonly request: SentRequest;
  readonly expected: Expected;
}

/** What the catalogue cannot know: it depends on the running application. */
export interface Forgeries {
  /** By what is wrong with them. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly tokenWithoutRoles: string;
  /** Somebody else's. */
  readonly cursor: string;
}

type Change = readonly [what: string, changes: Changes, expected: Expected];

export const UNKNOWN_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4eff';
const BAD_IDS = [
  'x',
  '1',
  `${UNKNOWN_ID}0`,
  "'%20or%201=1%20--",
  '..%2f..%2fetc',
  '__proto__',
  'constructor',
  'x'.repeat(300),
];
const BAD_KEYS = ['', 'x'.repeat(256), 'clé', 'two words', '\u007f'];
const BAD_VERSIONS = ['x', '"999999"', '999999999999999999', '-1', '"1", "2"', '9'.repeat(40)];

// A route that takes no query must not pretend to heed one. Load balancers add theirs to the probes.
const UNASKED_QUERIES = ['nope=1', 'dryRun=true', 'limit=0', '__proto__=1', 'a[b]=1'].map((text): Change => [
  `?${text}`,
  { query: text },
  [400],
]);

const unaskedQueries = ({ path }: AppRoute): readonly Change[] => (path.startsWith('/health/') ? [] : UNASKED_QUERIES);

/** Every way in which we make a route's good request bad. */
export function badRequests(
  route: AppRoute,
  { fields = {}, query, named = false, versioned = false, refusesInside = false, takesAny = false }: RouteCase,
  good: GoodRequest,
  forged: Forgeries,
): BadRequest[] {
  const changes = [
    ...(route.isPublic ? [] : badCallers(refusesInside ? { ...good, stranger: undefined } : good, forged)),
    ...Object.keys(good.params ?? {}).flatMap((name) => badParams(name, named)),
    ...(takesAny ? [] : query === undefined ? unaskedQueries(route) : badQueries(query, forged.cursor)),
    ...(route.method === 'GET' ? [] : badBodies(fields, good, takesAny)),
    ...badKeys(route),
    ...(versioned
      ? BAD_VERSIONS.map((tag): Change => [`If-Match ${tag}`, { headers: { 'if-match': tag } }, [412]])
      : []),
  ];
  return changes.map(([what, change, expected]) => ({ what, request: requestTo(route, good, change), expected }));
}

function badCallers({ stranger }: GoodRequest, { tokens, tokenWithoutRoles }: Forgeries): Change[] {
  const withHeader = (what: string, authorization: string | undefined): Change => [
    what,
    { headers: { authorization } },
    [401],
  ];
  return [
    withHeader('no token', undefined),
    withHeader('no scheme', 'Bearer'),
    withHeader('another scheme', 'Basic YTpi'),
    ...Object.entries(tokens).map(([what, token]) => withHeader(what, `Bearer ${token}`)),
    ['a token without roles', { headers: { authorization: `Bearer ${tokenWithoutRoles}` } }, [403]],
    ...(stranger ? [stranged(stranger.token)] : []),
  ];
}

const stranged = (token: string): Change => [
  'the token of somebody else',
  { headers: { authorization: `Bearer ${token}` } },
  [403, 404],
];

function badParams(name: string, named: boolean): Change[] {
  const unknown = (value: string): Change => [
    `:${name} ${value}`,
    { params: { [name]: value } },
    named ? 'refusal' : [404],
  ];
  return [
    ...[...BAD_IDS, UNKNOWN_ID].map(unknown),
    [`a NUL in :${name}`, { params: { [name]: 'a%00' } }, [400]],
    [`:${name} that cannot be decoded`, { params: { [name]: '%zz' } }, [400]],
  ];
}

function badQueries(query: NonNullable<RouteCase['query']>, cursor: string): Change[] {
  const asked = (text: string, expected: Expected = [400]): Change => [`?${text}`, { query: text }, expected];
  const byField = Object.entries(query).flatMap(([name, kind]) => [
    ...badQueriesOf(kind).map((value) => asked(`${name}=${value}`)),
    asked(`${name}=1&${name}=2`),
    asked(`${name}[]=1`),
    asked(`${name}[gt]=1`),
  ]);
  return [
    ...byField,
    ...('cursor' in query ? [asked(`cursor=${cursor}`)] : []),
    ...['nope=1', 'constructor=1', 'limit.x=1', 'toString=1'].map((text) => asked(text)),
    asked('__proto__=1'),
    asked('__proto__[limit]=1'),
    asked('q=%ED%A0%80', 'no failure'),
  ];
}

function badKeys({ key }: AppRoute): Change[] {
  if (key === 'none') return [];
  const bad = BAD_KEYS.map((text): Change => [
    `Idempotency-Key ${text}`,
    { headers: { 'idempotency-key': text } },
    [400],
  ]);
  if (key === 'optional') return bad;
  return [...bad, ['no Idempotency-Key', { headers: { 'idempotency-key': undefined } }, [400]]];
}
