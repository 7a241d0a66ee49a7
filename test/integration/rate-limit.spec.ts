import { randomUUID } from 'node:crypto';
import { Body, type CanActivate, Controller, Get, Post } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { KnownDevices, RateLimit, RateLimitGuard } from '../../src/platform/rate-limit/index.ts';
import { NAMED_CALLER } from './idempotent-routes.ts';
import { openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

@Controller('limited')
class LimitedController {
  @Get()
  read(): object {
    return {};
  }

  @Get('other')
  other(): object {
    return {};
  }

  @Post('money')
  @RateLimit('money')
  money(): object {
    return {};
  }

  @Post('login')
  @RateLimit('sign-in')
  login(@Body() _body: object): object {
    return {};
  }

  @Get('probe')
  @RateLimit('none')
  probe(): object {
    return {};
  }
}

const guard: { provide: typeof APP_GUARD; useExisting: new (...parameters: never[]) => CanActivate } = {
  provide: APP_GUARD,
  useExisting: RateLimitGuard,
};

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}

// Real: Redis, the HTTP edge.
describe('rate limits', () => {
  let stores: Stores;
  let platforms: PlatformApp[];
  let one: PlatformApp;

  const metadata = { controllers: [LimitedController], providers: [NAMED_CALLER, guard] };

  beforeAll(async () => {
    stores = await openStores();
    platforms = [await startPlatformApp(stores, metadata), await startPlatformApp(stores, metadata)];
    one = platforms[0] as PlatformApp;
  });
  afterAll(async () => {
    for (const { app } of platforms) await app.close();
    await stores.drop();
  });

  const send = async (
    method: 'GET' | 'POST',
    path: string,
    options: { as?: string; from?: string; payload?: object; on?: PlatformApp } = {},
  ): Promise<Answer> => {
    const { as, from = '10.0.0.1', payload, on = one } = options;
    const headers = as === undefined ? {} : { 'x-user': as };
    const url = `/api/v1/limited${path}`;
    const answer = await on.http.inject({ method, url, headers, remoteAddress: from, ...(payload && { payload }) });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
  };
  const times = async (count: number, work: (n: number) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: count }, (_, n) => work(n)));
  const allowed = (answers: readonly Answer[]): number => answers.filter(({ status }) => status < 300).length;

  it('allows 120 money requests a minute for each person and route, over all containers', async () => {
    const as = randomUUID();
    const answers = await times(130, (n) => send('POST', '/money', { as, on: platforms[n % 2] }));
    expect(allowed(answers)).toBe(120);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.body['code']).toBe('rate_limited');
    const retryAfter = Number(refused[0]?.headers['retry-after']);
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect((await send('POST', '/money', { as: randomUUID() })).status).toBe(201);
    expect((await send('GET', '', { as })).status).toBe(200);
  });

  it('goes on refusing those who go on asking', async () => {
    const as = randomUUID();
    await times(121, () => send('POST', '/money', { as }));
    for (let n = 0; n < 3; n += 1) expect((await send('POST', '/money', { as })).status).toBe(429);
  });

  it('says what is left, in the fields of the draft', async () => {
    const { headers } = await send('GET', '/other', { as: randomUUID() });
    expect(headers['ratelimit-policy']).toBe('"default";q=600;w=60');
    expect(headers['ratelimit']).toMatch(/^"default";r=599;t=\d{1,2}$/);
  });

  it('counts those it does not know by address', async () => {
    const answers = await times(610, () => send('GET', '', { from: '10.0.0.2' }));
    expect(allowed(answers)).toBe(600);
    expect((await send('GET', '', { from: '10.0.0.3' })).status).toBe(200);
  });

  it('allows 10 sign-ins a minute for each account from each address, and for each device that was there before', async () => {
    const email = `${randomUUID()}@trivet.example`;
    const login = (n: number, from: string, deviceToken?: string) =>
      send('POST', '/login', { from, payload: { email: n % 2 ? email : ` ${email.toUpperCase()} `, deviceToken } });
    expect(allowed(await times(14, (n) => login(n, '10.1.0.1')))).toBe(10);
    expect(allowed(await times(14, (n) => login(n, '10.1.0.2')))).toBe(10);
    const deviceToken = one.app.get(KnownDevices).issue(email);
    expect(allowed(await times(14, (n) => login(n, `10.1.1.${n}`, deviceToken)))).toBe(10);
    expect(
      allowed(await times(14, (n) => login(n, '10.1.0.1', one.app.get(KnownDevices).issue('eve@trivet.example')))),
    ).toBe(0);
  });

  it('allows 100 sign-ins a minute from each address, whatever account they name', async () => {
    const answers = await times(110, (n) =>
      send('POST', '/login', { from: '10.2.0.1', payload: n % 3 ? { email: `${randomUUID()}@trivet.example` } : {} }),
    );
    expect(allowed(answers)).toBe(100);
  });

  it('counts the addresses of an IPv6 network as one: who has it has them all', async () => {
    const answers = await times(110, (n) => send('POST', '/login', { from: `2001:db8:1:2::${n + 1}`, payload: {} }));
    expect(allowed(answers)).toBe(100);
    expect((await send('POST', '/login', { from: '2001:db8:1:3::1', payload: {} })).status).toBe(201);
  });

  it('does not limit the platform’s probes', async () => {
    expect((await send('GET', '/probe')).headers['ratelimit']).toBeUndefined();
  });

  it('multiplies every limit by the scale', async () => {
    const scaled = await startPlatformApp(stores, { ...metadata, environment: { RATE_LIMIT_SCALE: '100' } });
    const { headers } = await send('GET', '', { as: randomUUID(), on: scaled });
    expect(headers['ratelimit-policy']).toBe('"default";q=60000;w=60');
    await scaled.app.close();
  });

  it.each(['', 'redis://127.0.0.1:1'])('counts in the process where Redis is "%s"', async (REDIS_URL) => {
    const alone = await startPlatformApp(stores, { ...metadata, environment: { REDIS_URL } });
    const as = randomUUID();
    expect(allowed(await times(130, () => send('POST', '/money', { as, on: alone })))).toBe(120);
    await alone.app.close();
  });
});
