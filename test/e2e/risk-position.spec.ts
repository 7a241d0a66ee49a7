import { loadConfig } from '../../src/platform/config/index.ts';
import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import { testEnvironment } from '../support/test-environment.ts';

const HOUR_MS = 3_600_000;
const [BENGALURU, NEW_YORK] = [
  ['12.9716', '77.5946'],
  ['40.7128', '-74.0060'],
] as const;
type Place = typeof BENGALURU | typeof NEW_YORK;

const byClient = ([latitude, longitude]: Place) => ({ 'x-client-position': `lat=${latitude};lng=${longitude}` });
const byCdn = ([latitude, longitude]: Place) => ({
  'cloudfront-viewer-latitude': latitude,
  'cloudfront-viewer-longitude': longitude,
});

describe.each([
  ['by the client', {}, byClient, byCdn],
  ['by CloudFront', { CLIENT_POSITION_FROM: 'cloudfront', TRUST_PROXY_HOPS: '1' }, byCdn, byClient],
])('where somebody is, as it is told %s', (_who, environment, believed, notBelieved) => {
  let world: RiskWorld;
  inWorld(
    () => RiskWorld.open(environment),
    async (opened) => {
      world = opened;
      await world.retireAll();
    },
  );

  it('is believed, and what others tell is not looked at', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ speed: { atLeastKmPerHour: 1_000, atLeastMeters: 100_000 } });
    const send = async (headers: Record<string, string>): Promise<number> => {
      world.clock.advance(HOUR_MS);
      return (await world.send(alice, { from, to }, 1, { headers })).status;
    };
    expect(await send(believed(BENGALURU))).toBe(201);
    expect(await send(notBelieved(NEW_YORK))).toBe(201);
    expect(await send({ ...believed(BENGALURU), ...notBelieved(NEW_YORK) })).toBe(201);
    expect(await send({ ...believed(NEW_YORK), ...notBelieved(BENGALURU) })).toBe(422);
  });

  it('is not known when it is malformed', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ speed: { atLeastKmPerHour: 1_000, atLeastMeters: 100_000 } });
    expect((await world.send(alice, { from, to }, 1, { headers: believed(BENGALURU) })).status).toBe(201);
    for (const value of ['', 'x', '91', '1e1', '1;lng=1', '12.97161234']) {
      const headers = Object.fromEntries(Object.keys(believed(NEW_YORK)).map((name) => [name, value]));
      expect((await world.send(alice, { from, to }, 1, { headers })).status).toBe(201);
    }
  });
});

it('is asked of a CDN only behind a proxy that is trusted', () => {
  const byCloudFront = testEnvironment({ CLIENT_POSITION_FROM: 'cloudfront' });
  expect(() => loadConfig(byCloudFront)).toThrow('CLIENT_POSITION_FROM: needs the proxy to be trusted');
  expect(loadConfig({ ...byCloudFront, TRUST_PROXY_HOPS: '2' }).http.positionFrom).toBe('cloudfront');
});
