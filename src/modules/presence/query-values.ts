const DECIMAL = /^-?\d{1,3}(\.\d{1,20})?$/;

/** A query's text as a number of degrees when it is written as one; otherwise as it was, so that validation refuses it. */
export function degrees(value: unknown): unknown {
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
}
