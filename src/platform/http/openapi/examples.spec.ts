import type { OpenAPIObject } from '@nestjs/swagger';
import { documentExamples } from './examples.ts';
import type { Operation } from './operations.ts';

const text = { type: 'string' };

function documented(operation: Partial<Operation>, schemas: object = {}): Operation {
  const post = { responses: {}, ...operation };
  documentExamples({ paths: { '/': { post } }, components: { schemas } } as unknown as OpenAPIObject);
  return post;
}

describe('the example of a parameter', () => {
  const dryRun = { name: 'dryRun', in: 'query' as const, schema: { type: 'boolean', example: true } };

  it('is said and not filled in where it may be left out', () => {
    const { parameters } = documented({ parameters: [{ ...dryRun, description: 'Do nothing.' }] });
    expect(parameters).toEqual([
      { ...dryRun, schema: { type: 'boolean' }, description: 'Do nothing.\n\nSuch as `true`.' },
    ]);
  });

  it('is not said where it is the default', () => {
    const limit = { name: 'limit', in: 'query' as const, schema: { type: 'integer', default: 20 } };
    const { parameters } = documented({ parameters: [{ ...limit, schema: { ...limit.schema, example: 20 } }] });
    expect(parameters).toEqual([limit]);
  });

  it('stays where the parameter must be given', () => {
    const parameters = [{ ...dryRun, required: true }];
    expect(documented({ parameters }).parameters).toEqual(parameters);
  });
});

describe('the example of a body', () => {
  const bodyOf = (content: object): Partial<Operation> => ({
    requestBody: { content: { 'application/json': content } },
  });
  const exampleIn = ({ requestBody }: Operation): unknown =>
    requestBody && 'content' in requestBody ? requestBody.content['application/json']?.example : undefined;

  it('is put together from its fields, without those that have none', () => {
    const schemas = {
      Wish: {
        properties: { items: { type: 'array', items: { allOf: [{ $ref: '#/components/schemas/Item' }] } }, id: text },
      },
      Item: { properties: { name: { ...text, example: 'Beer' }, kind: { ...text, enum: ['draught'] }, note: text } },
    };
    const body = bodyOf({ schema: { $ref: '#/components/schemas/Wish' } });
    expect(exampleIn(documented(body, schemas))).toEqual({ items: [{ name: 'Beer', kind: 'draught' }] });
  });

  it('is not made where examples are given', () => {
    const given = { schema: { properties: { name: { ...text, example: 'x' } } }, examples: { one: { value: {} } } };
    expect(exampleIn(documented(bodyOf(given)))).toBeUndefined();
  });
});
