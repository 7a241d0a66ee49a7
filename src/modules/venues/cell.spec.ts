import fc from 'fast-check';
import { CELL_REACH_M, cellOf } from './cell.ts';
import { distanceMeters } from './great-circle.ts';

describe('the cell of a position', () => {
  it('has its center within reach of every point in it', () => {
    const latitude = fc.oneof(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.double({ min: 89, max: 90, noNaN: true }),
    );
    const longitude = fc.double({ min: -180, max: 180, noNaN: true });
    fc.assert(
      fc.property(latitude, longitude, (lat, lng) => {
        const position = { latitude: lat, longitude: lng };
        expect(distanceMeters(position, cellOf(position).center)).toBeLessThanOrEqual(CELL_REACH_M);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is shared by neighbours and by nobody a kilometre away', () => {
    const here = cellOf({ latitude: 40.7128, longitude: -74.006 });
    expect(cellOf({ latitude: 40.71281, longitude: -74.00601 }).key).toBe(here.key);
    expect(cellOf({ latitude: 40.7228, longitude: -74.006 }).key).not.toBe(here.key);
  });
});
