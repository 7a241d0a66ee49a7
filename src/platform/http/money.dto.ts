import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';

export const CURRENCY_PATTERN = /^[A-Z]{3,10}$/;

/** The schema of what may be beyond what a JSON number carries, such as a sum over many accounts: then it is a decimal string. */
export const INTEGER_OR_TEXT = { oneOf: [{ type: 'integer' }, { type: 'string' }] };

/** An amount of money in minor units: an integer from 1 to 2^53-1. */
export function AmountMinor(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'integer', format: 'int64', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, example: 1250 }),
    IsInt(),
    Min(1),
    Max(Number.MAX_SAFE_INTEGER),
  );
}

/** A currency's or asset's code in capitals, such as INR. Whether we keep accounts in it is for the use case to say. */
export function Currency(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', pattern: CURRENCY_PATTERN.source, example: 'INR' }),
    IsString(),
    Matches(CURRENCY_PATTERN),
  );
}
