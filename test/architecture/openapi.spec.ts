import { readFileSync } from 'node:fs';
import { PERMISSIONS } from '../../src/platform/http/permissions.ts';
import { ROUTE_ACCESS } from '../e2e/route-access.ts';
import { generate, type Document, type Operation } from './openapi-document.ts';
import { SchemaReader } from './openapi-schema.ts';

const BUILD_DEADLINE_MS = 300_000;
const PROBLEM = 'application/problem+json';
const COMMITTED = readFileSync('docs/openapi.json', 'utf8');

const document = JSON.parse(COMMITTED) as Document;
const reader = new SchemaReader(document.components.schemas);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

function withFault(isFaulty: (operation: Operation) => boolean): string[] {
  return operations.filter(({ operation }) => isFaulty(operation)).map(({ name }) => name);
}

/** As the table of routes writes them. */
function routeName(name: string): string {
  return name.replace('/api/v1', '').replaceAll(/\{(\w+)\}/g, ':$1');
}

describe('docs/openapi.json', () => {
  it(
    'is of the code as it is',
    () => {
      const isCurrent = generate() === COMMITTED;
      expect(isCurrent ? 'current' : 'stale: run npm run openapi').toBe('current');
    },
    BUILD_DEADLINE_MS,
  );

  it('is OpenAPI 3.1, where null is a type', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(COMMITTED).not.toContain('"nullable"');
  });

  it('has every route, with the permission that it needs', () => {
    const access = operations.map(({ name, operation }) => [routeName(name), operation['x-permission'] ?? 'public']);
    expect(Object.fromEntries(access)).toEqual(ROUTE_ACCESS);
  });

  it('asks for a bearer token or an API key where a permission is needed, and nowhere else; for no key in person', () => {
    expect(document.components.securitySchemes).toEqual({
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    });
    const wanted = ({ 'x-permission': permission, 'x-in-person': inPerson }: Operation) => {
      if (permission === undefined) return [];
      return inPerson ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }];
    };
    expect(withFault((operation) => JSON.stringify(operation.security) !== JSON.stringify(wanted(operation)))).toEqual(
      [],
    );
  });

  it('says of every operation what it does, under a tag, and which permission it needs', () => {
    const unsaid = withFault(({ summary = '', tags = [], description = '', 'x-permission': permission }) => {
      const isNamed = permission === undefined || description.includes(`\`${permission}\``);
      const isKnown = permission === undefined || Object.hasOwn(PERMISSIONS, permission);
      return summary.length < 5 || tags.length === 0 || !isNamed || !isKnown;
    });
    expect(unsaid).toEqual([]);
  });

  it('names every operation once', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('says of every operation how it answers: what is in a success, and that a refusal is a problem', () => {
    const unsaid = withFault(({ responses }) => {
      const successes = Object.entries(responses).filter(([status]) => /^[23]/.test(status));
      const isEmpty = ([status, { content }]: (typeof successes)[number]) =>
        status !== '204' && status !== '303' && content === undefined;
      return (
        successes.length === 0 || successes.some(isEmpty) || responses['default']?.content?.[PROBLEM] === undefined
      );
    });
    expect(unsaid).toEqual([]);
  });

  it('has an example of every body that may be sent, and each would be accepted', () => {
    const bodies = operations.flatMap(({ name, operation }) =>
      Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => ({ name, schema })),
    );
    expect(bodies.length).toBeGreaterThan(15);
    expect(bodies.flatMap(({ name, schema }) => reader.faults(schema, reader.example(schema), name))).toEqual([]);
  });

  it('has no example of a parameter that would be refused', () => {
    const faults = operations.flatMap(({ name, operation }) =>
      operation.parameters
        .filter(({ schema }) => reader.example(schema) !== undefined)
        .flatMap((each) => reader.faults(each.schema, reader.example(each.schema), `${name} ${each.in} ${each.name}`)),
    );
    expect(faults).toEqual([]);
  });

  it('has no example of a field that is not of its schema', () => {
    const faults = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, { example }]) => example !== undefined)
        .flatMap(([field, schema]) => reader.faults(schema, schema.example, `${name}/${field}`)),
    );
    expect(faults).toEqual([]);
  });
});
