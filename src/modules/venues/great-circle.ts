/** The Earth's mean radius (IUGG). */
export const EARTH_RADIUS_M = 6_371_008.8;

const RADIANS = Math.PI / 180;
/** Boxes are this much too large, so that rounding never leaves a venue out. */
const BOX_MARGIN_M = 1;
const DEGREE_UNITS = 1e7;
const FULL_TURN = { west: -180, east: 180 };

/** Degrees; latitude -90..90, longitude -180..180. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** Degrees. South is at most north and west at most east: a box never crosses the antimeridian. */
export interface Box {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/**
 * Degrees to seven decimals, which is a centimetre. Much smaller numbers, such as 5e-324, are beyond what PostgreSQL's index on positions can
 * compute with: they would make every later insert near them fail.
 */
export function roundDegrees(degrees: number): number {
  return Math.round(degrees * DEGREE_UNITS) / DEGREE_UNITS + 0;
}

/** The length of the shortest way over the surface of a sphere (haversine), in metres. */
export function distanceMeters(from: Position, to: Position): number {
  const halfLatitude = Math.sin(((to.latitude - from.latitude) * RADIANS) / 2);
  const halfLongitude = Math.sin(((to.longitude - from.longitude) * RADIANS) / 2);
  const parallels = Math.cos(from.latitude * RADIANS) * Math.cos(to.latitude * RADIANS);
  const chord = halfLatitude ** 2 + parallels * halfLongitude ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/**
 * One box, or two where the antimeridian is crossed, that hold every point within `radiusMeters` (up to a quarter of the way round). A circle
 * that reaches a pole is as wide as the world.
 */
export function boxesAround(center: Position, radiusMeters: number): readonly Box[] {
  const angle = (radiusMeters + BOX_MARGIN_M) / EARTH_RADIUS_M;
  const south = center.latitude - angle / RADIANS;
  const north = center.latitude + angle / RADIANS;
  if (south <= -90 || north >= 90) return [{ south: Math.max(-90, south), north: Math.min(90, north), ...FULL_TURN }];
  const sine = Math.sin(angle) / Math.cos(center.latitude * RADIANS);
  if (sine >= 1) return [{ south, north, ...FULL_TURN }];
  const halfWidth = Math.asin(sine) / RADIANS;
  return splitAtAntimeridian(center.longitude - halfWidth, center.longitude + halfWidth).map((width) => ({
    south,
    north,
    ...width,
  }));
}

function splitAtAntimeridian(west: number, east: number): readonly { west: number; east: number }[] {
  if (west < -180)
    return [
      { west: -180, east },
      { west: west + 360, east: 180 },
    ];
  if (east > 180)
    return [
      { west, east: 180 },
      { west: -180, east: east - 360 },
    ];
  return [{ west, east }];
}
