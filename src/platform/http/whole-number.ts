const WHOLE_NUMBER = /^-?\d{1,16}$/;

/** A query's text as a number when it is written as a whole number; otherwise as it was, so that validation refuses it. */
export function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && WHOLE_NUMBER.test(value) ? Number(value) : value;
}
