/** A whole number as DynamoDB's client read it (number, or bigint above 2^53), as a bigint. Throws on anything else. */
export function bigintFrom(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new TypeError('not a whole number that was read without loss');
}
