import fc from 'fast-check';
import { boxesAround, distanceMeters, EARTH_RADIUS_M, type Position } from './great-circle.ts';

const QUARTER_TURN_M = (EARTH_RADIUS_M * Math.PI) / 2;
const position = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

// The point that is reached by going `meters` from `start` towards `bearing`.
function walk(start: Position, bearing: number, meters: number): Position {
  const rad = Math.PI / 180;
  const angle = meters / EARTH_RADIUS_M;
  const latitude1 = start.latitude * rad;
  const sine = Math.sin(latitude1) * Math.cos(angle) + Math.cos(latitude1) * Math.sin(angle) * Math.cos(bearing);
  const latitude2 = Math.asin(Math.max(-1, Math.min(1, sine)));
  const turn = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(latitude1),
    Math.cos(angle) - Math.sin(latitude1) * Math.sin(latitude2),
  );
  const longitude = ((((start.longitude + turn / rad + 180) % 360) + 360) % 360) - 180;
  return { latitude: latitude2 / rad, longitude };
}

describe('distance', () => {
  it('is a quarter of a turn from the equator to a pole', () => {
    expect(distanceMeters({ latitude: 0, longitude: 17 }, { latitude: 90, longitude: -120 })).toBeCloseTo(
      QUARTER_TURN_M,
      3,
    );
  });

  it('is short across the antimeridian', () => {
    const meters = distanceMeters({ latitude: 0, longitude: 179.999 }, { latitude: 0, longitude: -179.999 });
    expect(meters).toBeCloseTo((EARTH_RADIUS_M * 0.002 * Math.PI) / 180, 3);
  });

  it('is nothing between the same two points, and between all longitudes of a pole', () => {
    expect(distanceMeters({ latitude: 12.9716, longitude: 77.5946 }, { latitude: 12.9716, longitude: 77.5946 })).toBe(
      0,
    );
    expect(distanceMeters({ latitude: 90, longitude: 0 }, { latitude: 90, longitude: 135 })).toBeLessThan(1e-6);
  });

  it('is the same both ways, and at most half a turn', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(distanceMeters(a, b)).toBeCloseTo(distanceMeters(b, a), 6);
        expect(distanceMeters(a, b)).toBeLessThanOrEqual(2 * QUARTER_TURN_M + 1e-6);
      }),
    );
  });
});

describe('boxes around a position', () => {
  it('hold every point within the radius, also at the poles and the antimeridian', () => {
    const edge = fc.oneof(
      position,
      fc.record({
        latitude: fc.constantFrom(-90, -89.9999, 89.7, 90),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      }),
      fc.record({
        latitude: fc.double({ min: -80, max: 80, noNaN: true }),
        longitude: fc.constantFrom(-180, -179.9, 179.9, 180),
      }),
    );
    const radius = fc.integer({ min: 1, max: 50_000 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const bearing = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    fc.assert(
      fc.property(edge, radius, share, bearing, (center, meters, part, direction) => {
        const point = walk(center, direction, meters * part);
        const holds = boxesAround(center, meters).some(
          ({ south, north, west, east }) =>
            point.latitude >= south && point.latitude <= north && point.longitude >= west && point.longitude <= east,
        );
        expect(holds).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are two where the antimeridian is crossed, and one as wide as the world at a pole', () => {
    expect(boxesAround({ latitude: 0, longitude: 179.99 }, 5_000)).toHaveLength(2);
    expect(boxesAround({ latitude: 89.99, longitude: 20 }, 5_000)).toEqual([
      expect.objectContaining({ north: 90, west: -180, east: 180 }),
    ]);
  });
});
