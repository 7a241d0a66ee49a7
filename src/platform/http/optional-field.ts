import { ValidateIf } from 'class-validator';

/** A field that may be left out. Unlike class-validator's IsOptional it takes no null: null would pass for a value unchecked. */
export function OptionalField(): PropertyDecorator {
  return ValidateIf((_object: object, value: unknown) => value !== undefined);
}
