import { randomUUID } from 'node:crypto';
import { type AppRoute, routesOf } from '../support/app-routes.ts';
import { changed } from '../support/bad-bodies.ts';
import { forgetAnswers } from '../support/forget-answers.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { FieldSpec, GoodRequest, RouteCase } from '../support/route-case.ts';
import { type Changes, received, requestTo, type Received } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { digestOfStores } from '../support/store-digest.ts';
import { World } from '../support/world.ts';

const KEYS_EXPECTED = {
  'POST /transfers': 'required',
  'POST /transfers/batch': 'required',
  'POST /transfers/:id/reverse': 'required',
  'POST /transfers/scheduled': 'required',
  'POST /transfers/scheduled/:id/cancel': 'optional',
  'POST /admin/wallets/:id/adjust': 'required',
  'POST /admin/disputes/:id/evidence': 'required',
  'POST /admin/disputes/:id/write-offs': 'required',
  'POST /admin/write-offs/:id/approve': 'required',
  'POST /admin/write-offs/:id/reject': 'optional',
  'POST /admin/write-offs/:id/cancel': 'optional',
  'POST /admin/adjustments/:id/approve': 'required',
  'POST /admin/adjustments/:id/reject': 'optional',
  'POST /admin/adjustments/:id/cancel': 'optional',
  'POST /admin/wallets/:id/freeze': 'required',
  'POST /admin/wallets/:id/unfreeze': 'required',
  'POST /fx/exchanges': 'required',
  'POST /wallets/:id/monitors': 'optional',
  'POST /admin/ledger/monitors': 'optional',
  'POST /holds': 'required',
  'POST /holds/:id/capture': 'required',
  'POST /holds/:id/void': 'optional',
  'POST /payments': 'required',
  'POST /payments/:id/capture': 'required',
  'POST /payments/:id/cancel': 'required',
  'POST /payments/:id/refund': 'required',
  'POST /orders': 'required',
  'POST /orders/:id/accept': 'optional',
  'POST /orders/:id/reject': 'optional',
  'POST /orders/:id/cancel': 'optional',
  'POST /redemptions/scan': 'optional',
  'POST /redemptions/:id/confirm': 'required',
};
const AT_ONCE = 5;

let world: World;
let stage: Stage;
let routes: AppRoute[];

beforeAll(async () => {
  world = await World.open();
  stage = new Stage(world);
  routes = routesOf(world.app.app);
});
afterEach(() => world.expectSound());
afterAll(() => world.close());

const codeOf = ({ text }: Received): string => (JSON.parse(text) as { code: string }).code;
const replayed = ({ headers }: Received): unknown => headers['idempotency-replayed'];

/** Another body that is good as well, where the route has one. */
function altered(good: GoodRequest, { fields = {} }: RouteCase): string {
  const pointers = Object.entries<FieldSpec>(fields);
  const pointer = pointers.find(([, kind]) => /^(amount|count|qr)/.test(kind))?.[0];
  if (pointer === undefined) return JSON.stringify({ note: 'another' });
  const other = (value: unknown): unknown => (typeof value === 'number' ? value + 1 : `${String(value)}x`);
  return JSON.stringify(changed(good.body, pointer, other));
}

it('is asked for on every route that moves or promises money', () => {
  const found = routes.filter(({ key }) => key !== 'none').map(({ method, path, key }) => [`${method} ${path}`, key]);
  expect(Object.fromEntries(found)).toEqual(KEYS_EXPECTED);
});

describe.each(Object.keys(KEYS_EXPECTED))('a key on %s', (name) => {
  let good: GoodRequest;
  const routeCase = ROUTE_CATALOGUE[name] as RouteCase;

  const send = (key: string, changes: Changes = {}): Promise<Received> => {
    const route = routes.find(({ method, path }) => `${method} ${path}` === name);
    if (!route) throw new Error(`the application has no route ${name}`);
    const headers = { 'idempotency-key': key, ...changes.headers };
    return received(world.app.app, requestTo(route, good, { ...changes, headers }));
  };

  beforeEach(async () => {
    good = await routeCase.prepare(stage);
  });

  it('gives the first answer again, byte for byte, and does nothing twice', async () => {
    const key = randomUUID();
    const first = await send(key);
    expect([first.status, replayed(first)]).toEqual([routeCase.succeeds, undefined]);
    const before = await digestOfStores(world.app);
    const second = await send(key);
    expect([second.status, second.text, replayed(second)]).toEqual([first.status, first.text, 'true']);
    expect(await digestOfStores(world.app)).toEqual(before);
  });

  it('gives the same when its answer was lost, says so, and does nothing twice', async () => {
    const key = randomUUID();
    const first = await send(key);
    const before = await digestOfStores(world.app);
    await forgetAnswers(world.app);
    const second = await send(key);
    expect([second.status, second.text, replayed(second)]).toEqual([first.status, first.text, 'true']);
    expect(await digestOfStores(world.app)).toEqual(before);
  });

  it('is refused with another body, and nothing changes', async () => {
    const key = randomUUID();
    await send(key);
    const before = await digestOfStores(world.app);
    const other = await send(key, { payload: altered(good, routeCase) });
    expect([other.status, codeOf(other)]).toEqual([422, 'idempotency_key_reused']);
    expect(await digestOfStores(world.app)).toEqual(before);
  });

  it('means nothing when somebody else brings it', async () => {
    const key = randomUUID();
    await send(key);
    const before = await digestOfStores(world.app);
    const theirs = await send(key, { headers: { authorization: `Bearer ${good.stranger?.token}` } });
    expect([wasRefused(theirs), replayed(theirs)]).toEqual([true, undefined]);
    expect(await digestOfStores(world.app)).toEqual(before);
  });

  it('does once what is asked many times at the same moment', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => send(key)));
    const done = answers.filter(({ status }) => status === routeCase.succeeds);
    expect(answers.filter((answer) => !done.includes(answer) && codeOf(answer) !== 'request_in_progress')).toEqual([]);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(done.filter((answer) => replayed(answer) === undefined)).toHaveLength(1);
  });

  it('is free after a request that was refused as malformed', async () => {
    const key = randomUUID();
    const malformed = await send(key, { payload: '[]' });
    expect([malformed.status, codeOf(malformed)]).toEqual([400, 'malformed_request']);
    expect((await send(key)).status).toBe(routeCase.succeeds);
  });
});

// A batch has its refusals inside.
function wasRefused({ status, text }: Received): boolean {
  const { results } = JSON.parse(text) as { results?: { status: string }[] };
  return [403, 404].includes(status) || (results?.every((result) => result.status === 'refused') ?? false);
}
