export const DEFAULT_RADIUS = '1km';
export const MAX_RADIUS_M = 50_000;

const RADIUS = /^(\d{1,6}(?:\.\d{1,3})?)(m|km)$/;
const METERS: Readonly<Record<string, number>> = { m: 1, km: 1_000 };

/** Metres of a radius such as `500m`, `1km` or `2.5km`; undefined when it is written otherwise, is zero, or is more than 50 km. */
export function radiusMeters(text: string): number | undefined {
  const [, digits = '', unit = ''] = RADIUS.exec(text) ?? [];
  const meters = Number(digits) * (METERS[unit] ?? 0);
  return meters > 0 && meters <= MAX_RADIUS_M ? meters : undefined;
}
