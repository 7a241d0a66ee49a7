import fc from 'fast-check';
import { NearbyVenues } from '../../src/modules/venues/index.ts';
import { distanceMeters, type Position, roundDegrees } from '../../src/modules/venues/great-circle.ts';
import { Ids } from '../../src/shared/ids.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

interface Placed extends Position {
  readonly id: string;
}

const VENUES = 3_000;
const QUERIES = 300;
const WORST = { latitude: 0.4, longitude: 0.4 };

// Where search goes wrong, if it does: the poles, both sides of the antimeridian, the null island, and two cities.
const CENTERS: readonly Position[] = [
  { latitude: 90, longitude: 0 },
  { latitude: -90, longitude: 0 },
  { latitude: 89.8, longitude: 179.9 },
  { latitude: 0, longitude: 180 },
  { latitude: -17, longitude: -180 },
  { latitude: 66, longitude: 179.95 },
  { latitude: 0, longitude: 0 },
  { latitude: 40.7128, longitude: -74.006 },
  { latitude: 12.9716, longitude: 77.5946 },
];

const share = fc.double({ min: -1, max: 1, noNaN: true });
const positions = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...CENTERS), share, share)
      .map(([center, north, east]) => near(center, north, east)),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      latitude: fc.constantFrom(-90, 90, 89.9999),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(...CENTERS) },
);

function near(center: Position, north: number, east: number): Position {
  const latitude = Math.max(-90, Math.min(90, center.latitude + north * WORST.latitude));
  const widened = WORST.longitude / Math.max(0.003, Math.cos((latitude * Math.PI) / 180));
  const longitude = ((((center.longitude + east * Math.min(180, widened) + 180) % 360) + 360) % 360) - 180;
  return { latitude, longitude };
}

function bruteForce(venues: readonly Placed[], center: Position, radiusMeters: number): string[] {
  return venues
    .map((venue) => ({ id: venue.id, distance: distanceMeters(center, venue) }))
    .filter(({ distance }) => distance <= radiusMeters)
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

describe('the search for venues nearby', () => {
  let app: TestApp;
  let venues: Placed[];

  beforeAll(async () => {
    app = await startTestApp();
    const ids = app.get(Ids);
    venues = fc.sample(positions, VENUES).map(({ latitude, longitude }) => {
      return { id: ids.next(), latitude: roundDegrees(latitude), longitude: roundDegrees(longitude) };
    });
    const now = new Date();
    const data = venues.map((venue) => ({
      ...venue,
      name: 'V',
      address: 'A',
      currency: 'USD',
      createdAt: now,
      updatedAt: now,
    }));
    await app.get(Postgres).prisma.venue.createMany({ data });
  });
  afterAll(() => app.close());

  it('finds what a search of all venues finds, in the same order, everywhere on Earth', async () => {
    let found = 0;
    const radius = fc.constantFrom(1, 100, 1_000, 2_500, 12_345, 50_000);
    const search = app.get(NearbyVenues);
    await fc.assert(
      fc.asyncProperty(positions, radius, async (center, radiusMeters) => {
        const result = (await search.around(center, radiusMeters)).map(({ id }) => id);
        expect(result).toEqual(bruteForce(venues, center, radiusMeters).slice(0, 1_000));
        found += result.length;
      }),
      { numRuns: QUERIES },
    );
    expect(found).toBeGreaterThan(QUERIES);
  }, 60_000);

  it('is narrowed by the index on the position', async () => {
    const lines = await app.get(Postgres).transaction(async (tx) => {
      await tx.$executeRaw`set local enable_seqscan = off`;
      const inBox = 'point(longitude, latitude) <@ box(point(-1, -1), point(1, 1))';
      return tx.$queryRawUnsafe<Record<string, string>[]>(`explain select id from venue v where ${inBox} or ${inBox}`);
    });
    expect(lines.map((line) => line['QUERY PLAN']).join('\n')).toContain('venue_position');
  });
});
