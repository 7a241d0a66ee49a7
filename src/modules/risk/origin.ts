import type { MicroPosition, Movement } from './movement.ts';

/** Who sent a request, and where it came from, as far as it says so. */
export type Origin = Pick<Movement, 'by' | 'device' | 'address' | 'position'>;

const PLACE = /^lat=(-?)(\d{1,2})(?:\.(\d{1,6}))?;lng=(-?)(\d{1,3})(?:\.(\d{1,6}))?$/;
const MAX_LATITUDE = 90_000_000;
const MAX_LONGITUDE = 180_000_000;
const DECIMALS = 6;

/** `lat=12.9716;lng=77.5946` in millionths of a degree; undefined for anything else. */
export function positionOf(text: string | undefined): MicroPosition | undefined {
  const found = text === undefined ? null : PLACE.exec(text);
  if (!found) return undefined;
  const latitude = micro(found[1], found[2], found[3]);
  const longitude = micro(found[4], found[5], found[6]);
  const isOnEarth = Math.abs(latitude) <= MAX_LATITUDE && Math.abs(longitude) <= MAX_LONGITUDE;
  return isOnEarth ? { latitude, longitude } : undefined;
}

// As digits: a product of fractions would not be whole.
function micro(sign = '', whole = '', fraction = ''): number {
  return Number(`${sign}${whole}${fraction.padEnd(DECIMALS, '0')}`);
}
