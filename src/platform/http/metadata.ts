import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, ValidateBy } from 'class-validator';
import { isPlainText } from './plain-text.ts';

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 64;
const MAX_VALUE_LENGTH = 500;

/** Whether `value` is metadata we keep: a flat object of at most 50 texts, finite numbers, booleans and nulls. */
export function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const members = Object.entries(value);
  return (
    members.length <= MAX_KEYS &&
    members.every(([key, member]) => isPlainText(key, { min: 1, max: MAX_KEY_LENGTH }) && isValue(member))
  );
}

function isValue(value: unknown): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return isPlainText(value, { min: 0, max: MAX_VALUE_LENGTH });
}

/** Values of the caller's own, kept with what they describe. */
export function Metadata(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'object', additionalProperties: true, maxProperties: MAX_KEYS, example: { table: '7' } }),
    ValidateBy({
      name: 'metadata',
      validator: {
        validate: isMetadata,
        defaultMessage: buildMessage(
          (each) => `${each}$property must be a flat object of at most ${MAX_KEYS} texts, numbers, booleans and nulls`,
        ),
      },
    }),
  );
}
