import { cachedRadius, radiusMeters } from './radius.ts';

describe('a radius', () => {
  it.each([
    ['500m', 500],
    ['1km', 1_000],
    ['2.5km', 2_500],
    ['50km', 50_000],
    ['50000m', 50_000],
  ])('reads %s', (text, meters) => {
    expect(radiusMeters(text)).toBe(meters);
  });

  it.each([
    '',
    '1',
    'km',
    '-1km',
    '0m',
    '0.000km',
    '50.001km',
    '51km',
    '1e3m',
    '1 km',
    '1KM',
    '1mi',
    'NaNkm',
    '1km\n',
    '9999999m',
  ])('does not read %j', (text) => {
    expect(radiusMeters(text)).toBeUndefined();
  });
});

describe('a cached radius', () => {
  it.each([
    [0.001, 250],
    [250, 250],
    [250.001, 500],
    [1_000, 1_000],
    [1_001, 2_000],
    [25_001, 50_000],
    [50_000, 50_000],
  ])('covers %s m with %s m', (radius, covering) => {
    expect(cachedRadius(radius)).toBe(covering);
  });
});
