/** Minor units as a JSON number. Balances and amounts are kept within 2^53 - 1, so nothing is lost; more is a defect of ours. */
export function onWire(minorUnits: bigint): number {
  const value = Number(minorUnits);
  if (!Number.isSafeInteger(value)) throw new RangeError('an amount is beyond what JSON can carry');
  return value;
}

/** Sums over many accounts may be beyond what a JSON number carries; those are decimal strings. */
export function wideOnWire(minorUnits: bigint): number | string {
  const value = Number(minorUnits);
  return Number.isSafeInteger(value) ? value : minorUnits.toString();
}
