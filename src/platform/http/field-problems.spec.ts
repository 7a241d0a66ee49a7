import type { ValidationError } from '@nestjs/common';
import { fieldProblems, MAX_FIELD_PROBLEMS } from './field-problems.ts';

describe('field problems', () => {
  it('point at a nested field', () => {
    const quantity = { property: 'quantity', constraints: { isInt: 'quantity must be an integer number' } };
    const tree = [{ property: 'items', children: [{ property: '0', children: [quantity] }] }];
    expect(fieldProblems(tree)).toEqual([
      { pointer: '/items/0/quantity', code: 'is_int', message: 'quantity must be an integer number' },
    ]);
  });

  it('list every constraint of a field', () => {
    const error = { property: 'amount', constraints: { min: 'too small', isInt: 'no integer' } };
    expect(fieldProblems([error]).map(({ code }) => code)).toEqual(['min', 'is_int']);
  });

  it('name an unknown and a missing field by what a caller would call it', () => {
    const errors: ValidationError[] = [
      { property: 'a', constraints: { whitelistValidation: 'property a should not exist' } },
      { property: 'b', constraints: { isDefined: 'b should not be null or undefined' } },
    ];
    expect(fieldProblems(errors).map(({ code }) => code)).toEqual(['unknown_field', 'required']);
  });

  it('say once of a missing field that it is missing', () => {
    const constraints = { isInt: 'amount must be an integer number', min: 'amount must not be less than 1' };
    expect(fieldProblems([{ property: 'amount', value: undefined, constraints }])).toEqual([
      { pointer: '/amount', code: 'required', message: 'amount is missing' },
    ]);
  });

  it('leave it to the rule when one of two fields must be given', () => {
    const error = { property: 'userId', value: undefined, constraints: { eitherOr: 'exactly one' } };
    expect(fieldProblems([error]).map(({ code }) => code)).toEqual(['either_or']);
  });

  it('escape the pointer of an odd name', () => {
    expect(fieldProblems([{ property: 'a/b~c', constraints: { x: 'y' } }])[0]?.pointer).toBe('/a~1b~0c');
  });

  it('stop at a number of our choosing', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ property: `p${index}`, constraints: { x: 'y' } }));
    expect(fieldProblems(many)).toHaveLength(MAX_FIELD_PROBLEMS);
  });
});
