import { withNullTypes } from './null-types.ts';

describe('null in OpenAPI 3.1', () => {
  it('is a type beside the other', () => {
    expect(withNullTypes({ type: 'string', nullable: true, example: 'x' })).toEqual({
      type: ['string', 'null'],
      example: 'x',
    });
  });

  it('is a value of an enum', () => {
    expect(withNullTypes({ type: 'string', enum: ['a'], nullable: true })).toEqual({
      type: ['string', 'null'],
      enum: ['a', null],
    });
  });

  it('is an alternative to a reference', () => {
    const reference = { allOf: [{ $ref: '#/a' }] };
    expect(withNullTypes({ ...reference, nullable: true })).toEqual({ oneOf: [reference, { type: 'null' }] });
  });

  it('is found however deep, and a property named nullable stays', () => {
    const schema = {
      properties: { nullable: { type: 'integer', nullable: true }, other: { type: 'string', nullable: false } },
    };
    expect(withNullTypes(schema)).toEqual({
      properties: { nullable: { type: ['integer', 'null'] }, other: { type: 'string' } },
    });
  });
});
