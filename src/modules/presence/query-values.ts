const DECIMAL = /^-?\d{1,3}(\.\d{1,20})?$/;
const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** A query's text as a number of degrees when it is written as one; otherwise as it was, so that validation refuses it. */
export function degrees(value: unknown): unknown {
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
}

/** A query's `true` or `false` as a boolean; anything else as it was, so that validation refuses it. */
export function flag(value: unknown): unknown {
  return typeof value === 'string' && Object.hasOwn(FLAGS, value) ? FLAGS[value] : value;
}
