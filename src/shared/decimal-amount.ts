/** Minor units as a decimal number with the asset's own number of decimals: -1250 of scale 2 is -12.50. Exact. */
export function decimalAmount(minorUnits: bigint, scale: number): string {
  const digits = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(scale + 1, '0');
  const sign = minorUnits < 0n ? '-' : '';
  if (scale === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
