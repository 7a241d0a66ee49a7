import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, ValidateBy } from 'class-validator';

// C0, DEL and C1. PostgreSQL cannot store NUL in text, and the others only serve to disturb logs and terminals.
const CONTROL_CHARACTERS = /\p{Cc}/u;

export interface TextBounds {
  readonly min: number;
  readonly max: number;
}

/** Whether `value` is text we accept: within its bounds (UTF-16 units), no control characters, no half surrogates, not blank. */
export function isPlainText(value: unknown, { min, max }: TextBounds): boolean {
  if (typeof value !== 'string') return false;
  if (value.length < min || value.length > max) return false;
  if (!value.isWellFormed() || CONTROL_CHARACTERS.test(value)) return false;
  return min === 0 || value.trim() !== '';
}

/** A property that is one line of text of `min` to `max` characters. Nothing is trimmed: what is sent is what is kept. */
export function PlainText(bounds: TextBounds): PropertyDecorator {
  const { min, max } = bounds;
  return applyDecorators(
    ApiProperty({ minLength: min, maxLength: max }),
    ValidateBy({
      name: 'plainText',
      constraints: [min, max],
      validator: {
        validate: (value) => isPlainText(value, bounds),
        defaultMessage: buildMessage(
          (each) => `${each}$property must be text of ${min} to ${max} characters without control characters`,
        ),
      },
    }),
  );
}
