import { positionOf } from './origin.ts';

describe('a position that a client tells', () => {
  it.each([
    ['lat=12.9716;lng=77.5946', 12_971_600, 77_594_600],
    ['lat=-90;lng=-180', -90_000_000, -180_000_000],
    ['lat=0.000001;lng=-0.000001', 1, -1],
    ['lat=40.7128;lng=-122.419416', 40_712_800, -122_419_416],
  ])('%s is whole', (text, latitude, longitude) => {
    expect(positionOf(text)).toEqual({ latitude, longitude });
  });

  it.each([
    '',
    'x',
    '12.9,77.5',
    'lat=91;lng=0',
    'lat=1;lng=180.000001',
    'lat=1.1234567;lng=1',
    'lat=1;lng=1 ',
    'lat=1e1;lng=1',
  ])('is not told by %p', (text) => {
    expect(positionOf(text)).toBeUndefined();
  });
});
