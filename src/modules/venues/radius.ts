export const DEFAULT_RADIUS = '1km';
export const MAX_RADIUS_M = 50_000;
const CACHED_RADII_M = [250, 500, 1_000, 2_000, 5_000, 10_000, 25_000];

const RADIUS = /^(\d{1,6}(?:\.\d{1,3})?)(m|km)$/;
const METERS: Readonly<Record<string, number>> = { m: 1, km: 1_000 };

/** Metres of a radius such as `500m`, `1km` or `2.5km`; undefined when it is written otherwise, is zero, or is more than 50 km. */
export function radiusMeters(text: string): number | undefined {
  const [, digits = '', unit = ''] = RADIUS.exec(text) ?? [];
  const meters = Number(digits) * (METERS[unit] ?? 0);
  return meters > 0 && meters <= MAX_RADIUS_M ? meters : undefined;
}

/**
 * The radius, of the few for which venues are cached, that covers this one (metres): a caller's own radius in the key would make
 * as many keys as a caller likes.
 */
export function cachedRadius(radius: number): number {
  return CACHED_RADII_M.find((step) => step >= radius) ?? MAX_RADIUS_M;
}
