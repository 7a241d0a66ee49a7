import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { withMomentsNear } from '../../src/platform/http/openapi/example-moments.ts';
import type { TestResponse } from '../support/http-client.ts';
import { type Body, type Person, World } from '../support/world.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly default?: unknown;
}

interface MediaType {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema: Schema;
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const SOME_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';
const written = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;

/** What is filled in for the schema; undefined for an optional field without an example. */
function exampleOf(schema: Schema, document: Document): unknown {
  const { $ref, allOf, properties, items, example, default: preset } = schema;
  const given = example ?? preset ?? schema.enum?.[0];
  if (given !== undefined) return given;
  if ($ref !== undefined) return exampleOf(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, document);
  if (allOf !== undefined) return exampleOf(allOf[0] ?? {}, document);
  if (properties !== undefined) {
    return Object.fromEntries(
      Object.entries(properties)
        .map(([name, inner]) => [name, exampleOf(inner, document)] as const)
        .filter(([, value]) => value !== undefined),
    );
  }
  return items && [exampleOf(items, document)];
}

const operations = Object.entries(written.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
);

const bodies = operations.flatMap(({ route, operation }) => {
  const { example, examples } = operation.requestBody?.content['application/json'] ?? {};
  const given = Object.values(examples ?? {}).map(({ value }) => value);
  return [...given, ...(example === undefined ? [] : [example])].map((body) => ({ route, body }));
});

describe('the example in the OpenAPI document', () => {
  let world: World;
  let admin: Person;

  beforeAll(async () => {
    world = await World.open();
    admin = await world.person(['admin']);
  });
  afterAll(() => world.close());

  it('is there for every body of JSON', () => {
    const withBody = operations.filter(({ operation }) => operation.requestBody?.content['application/json']);
    expect(new Set(bodies.map(({ route }) => route)).size).toBe(withBody.length);
    expect(bodies.length).toBeGreaterThan(15);
  });

  // What it names is not there, so that it may well be refused: but not as malformed.
  it.each(bodies)('is a valid body of $route', async ({ route, body }) => {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replaceAll(/\{\w+\}/g, SOME_ID);
    const answer = await world.call(method, url, admin, { body, key: randomUUID() });
    expect([answer.status === 400 ? answer.body : 'valid', answer.status < 500]).toEqual(['valid', true]);
  });

  it('fills in no parameter that may be left out', () => {
    const filled = operations.flatMap(({ route, operation }) =>
      operation.parameters
        .filter(({ required, example, schema }) => !required && (example ?? schema.example) !== undefined)
        .map(({ name }) => `${route} ${name}`),
    );
    expect(filled).toEqual([]);
  });

  const asked = operations.flatMap(({ route, operation }) => {
    const query = operation.parameters.filter(({ in: place, required }) => place === 'query' && required);
    return query.length === 0 ? [] : [{ route, query }];
  });

  it.each(asked)('is a valid query of $route', async ({ route, query }) => {
    const [method = '', path = ''] = route.split(' ');
    const sent = new URLSearchParams(
      Object.fromEntries(query.map(({ name, schema }) => [name, String(exampleOf(schema, written))])),
    );
    const answer = await world.call(method, `${path.replaceAll(/\{\w+\}/g, SOME_ID)}?${sent.toString()}`, admin);
    expect([200, 404]).toContain(answer.status);
  });
});

describe('what is filled in, with ids of things that are there,', () => {
  let world: World;
  let today: Document;
  let alice: Person;
  let bob: Person;
  let admins: readonly [Person, Person];
  let ids: Record<string, string>;

  beforeAll(async () => {
    world = await World.open();
    today = withMomentsNear(written, world.clock.now());
    admins = [await world.person(['admin']), await world.person(['admin'])];
  });
  beforeEach(async () => {
    const pair = await world.pair(10_000);
    ({ alice, bob } = pair);
    ids = { fromWalletId: pair.from, toWalletId: pair.to, walletId: pair.from };
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const withIds = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withIds);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, ids[name] ?? withIds(inner)]));
  };
  const send = (method: string, path: string, person: Person, ...inPath: string[]): Promise<TestResponse> => {
    const { schema } =
      today.paths[`/api/v1${path}`]?.[method.toLowerCase()]?.requestBody?.content['application/json'] ?? {};
    const places = [...inPath];
    const url = path.replaceAll(/\{\w+\}/g, () => places.shift() ?? '');
    return world.call(method, url, person, { body: withIds(exampleOf(schema ?? {}, today)), key: randomUUID() });
  };
  const done = async (...request: Parameters<typeof send>): Promise<Body> => {
    const { status, body } = await send(...request);
    expect([status < 300 ? 'done' : body, request[1]]).toEqual(['done', request[1]]);
    return body;
  };

  it('makes a transfer, and another one, and takes one back', async () => {
    await done('POST', '/transfers', alice);
    const { id } = await done('POST', '/transfers', alice);
    await done('POST', '/transfers/{id}/reverse', bob, String(id));
    const { results } = await done('POST', '/transfers/batch', alice);
    expect(results).toEqual([expect.objectContaining({ status: 'posted' })]);
  });

  it('schedules a transfer, and moves it', async () => {
    const { id } = await done('POST', '/transfers/scheduled', alice);
    await done('PATCH', '/transfers/scheduled/{id}', alice, String(id));
  });

  it('sets money aside, and captures it', async () => {
    const { id } = await done('POST', '/holds', alice);
    expect(await done('POST', '/holds/{id}/capture', alice, String(id))).toMatchObject({ status: 'captured' });
  });

  it('asks for an adjustment that can be approved', async () => {
    const { id } = await done('POST', '/admin/wallets/{id}/adjust', admins[0], ids['walletId'] ?? '');
    await done('POST', '/admin/adjustments/{id}/approve', admins[1], String(id));
  });

  it('makes a venue and its menu, and changes both', async () => {
    const { id } = await done('POST', '/venues', admins[0]);
    const item = await done('POST', '/venues/{id}/menu-items', admins[0], String(id));
    await done('PATCH', '/venues/{id}', admins[0], String(id));
    await done('PATCH', '/venues/{id}/menu-items/{itemId}', admins[0], String(id), String(item['id']));
  });
});
