import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Person, World } from '../support/world.ts';

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
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const SOME_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';
const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;

/** The body that the document's examples add up to, with every optional field in it. */
function exampleOf(schema: Schema): unknown {
  const { $ref, allOf, properties, items, example, default: preset } = schema;
  if (example !== undefined) return example;
  if ($ref !== undefined) return exampleOf(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if (allOf !== undefined) return exampleOf(allOf[0] ?? {});
  if (properties !== undefined) {
    return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, exampleOf(inner)]));
  }
  if (items !== undefined) return [exampleOf(items)];
  return preset ?? schema.enum?.[0];
}

const bodies = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { requestBody }]) => {
    const { schema, examples } = requestBody?.content['application/json'] ?? {};
    const given = Object.values(examples ?? {}).map(({ value }) => value);
    const found = given.length === 0 && schema !== undefined ? [exampleOf(schema)] : given;
    return found.map((body) => ({ route: `${method.toUpperCase()} ${path}`, body }));
  }),
);

describe('the example in the OpenAPI document', () => {
  let world: World;
  let admin: Person;

  beforeAll(async () => {
    world = await World.open();
    admin = await world.person(['admin']);
  });
  afterAll(() => world.close());

  it('is there for every body', () => {
    expect(bodies.length).toBeGreaterThan(15);
  });

  // What it names is not there, so that it may well be refused: but not as malformed.
  it.each(bodies)('is a valid body of $route', async ({ route, body }) => {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replaceAll(/\{\w+\}/g, SOME_ID);
    const answer = await world.call(method, url, admin, { body, key: randomUUID() });
    expect([answer.status === 400 ? answer.body : 'valid', answer.status < 500]).toEqual(['valid', true]);
  });
});
