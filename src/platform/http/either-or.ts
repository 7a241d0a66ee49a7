import { applyDecorators } from '@nestjs/common';
import { buildMessage, ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';

export const EITHER_OR = 'eitherOr';

const isGiven = (object: object, name: string): boolean => (object as Record<string, unknown>)[name] !== undefined;

/** Exactly one of this field and `other` is given. `other` itself is an `@OptionalField()`. */
export function EitherOr(other: string): PropertyDecorator {
  return applyDecorators(
    ValidateIf((object: object, value: unknown) => value !== undefined || !isGiven(object, other)),
    ValidateBy({
      name: EITHER_OR,
      validator: {
        validate: (value: unknown, check?: ValidationArguments) =>
          value !== undefined && check !== undefined && !isGiven(check.object, other),
        defaultMessage: buildMessage((each) => `${each}exactly one of $property and ${other} must be given`),
      },
    }),
  );
}
