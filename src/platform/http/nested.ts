import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsDefined, IsObject, ValidateNested } from 'class-validator';

type ClassOf = new () => object;

/** A nested object that must be there and must be an object: `@ValidateNested` alone lets nothing, and `[]`, pass. */
export function Nested(type: () => ClassOf): PropertyDecorator {
  return applyDecorators(IsDefined({ message: '$property must be given' }), IsObject(), ValidateNested(), Type(type));
}

export interface ListBounds {
  readonly min: number;
  readonly max: number;
}

/** A list of `min` to `max` nested objects. */
export function NestedList(type: () => ClassOf, { min, max }: ListBounds): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minItems: min, maxItems: max }),
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  );
}
