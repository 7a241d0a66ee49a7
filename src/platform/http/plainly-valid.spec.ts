import { plainToInstance } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateBy,
  validateSync,
} from 'class-validator';
import * as fc from 'fast-check';
import { AmountMinor, Currency } from './money.dto.ts';
import { Nested, NestedList } from './nested.ts';
import { OptionalField } from './optional-field.ts';
import { isPlainlyValid } from './plainly-valid.ts';
import { PlainText } from './plain-text.ts';
import { Uuid } from './uuid.ts';

class Item {
  @Uuid()
  id!: string;

  @IsInt()
  @Min(1)
  quantity!: number;
}

class Base {
  @AmountMinor()
  amount!: number;

  @Currency()
  currency!: string;

  @OptionalField()
  @PlainText({ min: 1, max: 5 })
  note?: string;
}

class Body extends Base {
  @Nested(() => Item)
  item!: Item;

  @OptionalField()
  @NestedList(() => Item, { min: 1, max: 2 })
  more?: Item[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  @MaxLength(3, { each: true })
  tags?: string[];

  @IsBoolean()
  atomic: boolean = false;
}

class Slow {
  @ValidateBy({ name: 'slow', validator: { validate: () => Promise.resolve(true) } })
  name!: string;
}

const UUID = '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a';
const VALID = { amount: 1, currency: 'INR', item: { id: UUID, quantity: 1 } };

const instance = (value: object): Body => plainToInstance(Body, value);
const findings = (body: object): number => validateSync(body, { whitelist: true, forbidNonWhitelisted: true }).length;

describe('what is plainly valid', () => {
  it.each([
    VALID,
    { ...VALID, note: 'five5', more: [VALID.item], tags: ['abc'], atomic: true },
    { ...VALID, tags: null },
    { ...VALID, tags: [] },
  ])('is %j', (value) => {
    expect(isPlainlyValid(instance(value))).toBe(true);
    expect(findings(instance(value))).toBe(0);
  });

  it.each([
    {},
    { ...VALID, extra: 1 },
    { ...VALID, amount: 0 },
    { ...VALID, note: null },
    { ...VALID, item: { ...VALID.item, extra: 1 } },
    { ...VALID, item: { ...VALID.item, quantity: 0 } },
    { ...VALID, item: [VALID.item] },
    { ...VALID, item: 'text' },
    { ...VALID, item: null },
    { ...VALID, more: [] },
    { ...VALID, more: [VALID.item, VALID.item, VALID.item] },
    { ...VALID, more: [null] },
    { ...VALID, more: VALID.item },
    { ...VALID, tags: 'abc' },
    { ...VALID, tags: ['abcd'] },
    { ...VALID, atomic: 'true' },
  ])('is not %j', (value) => {
    expect(isPlainlyValid(instance(value))).toBe(false);
    expect(findings(instance(value))).toBeGreaterThan(0);
  });

  it('is never what class-validator finds fault with, and all that it does not', () => {
    const mixed = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
      fc.oneof({ weight: 6, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() });
    const item = fc.record({ id: mixed(fc.uuid()), quantity: mixed(fc.integer({ min: -1, max: 9 })) });
    const body = fc.record(
      {
        amount: mixed(fc.nat(9)),
        currency: mixed(fc.constant('INR')),
        item: mixed(item),
        note: mixed(fc.string({ maxLength: 6 })),
        more: mixed(fc.array(mixed(item), { maxLength: 3 })),
        tags: mixed(fc.array(mixed(fc.string({ maxLength: 4 })))),
        atomic: mixed(fc.boolean()),
        extra: fc.constant(1),
      },
      { requiredKeys: ['amount', 'currency', 'item'] },
    );
    fc.assert(
      fc.property(body, (value) => {
        expect(isPlainlyValid(instance(value))).toBe(findings(instance(value)) === 0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is nothing whose check takes its time, and nothing of a class without rules', () => {
    expect(isPlainlyValid(plainToInstance(Slow, { name: 'x' }))).toBe(false);
    expect(isPlainlyValid({ name: 'x' })).toBe(false);
    expect(isPlainlyValid(Object.create(null) as object)).toBe(false);
  });
});
