const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** A query's `true` or `false` as a boolean; anything else as it was, so that validation refuses it. */
export function flag(value: unknown): unknown {
  return typeof value === 'string' && Object.hasOwn(FLAGS, value) ? FLAGS[value] : value;
}
