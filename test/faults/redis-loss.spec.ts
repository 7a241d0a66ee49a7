import { Redis as IORedis } from 'ioredis';
import { Client } from 'pg';
import { Redis } from '../../src/platform/redis/index.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { addCard, type Bar, CURRENCY, demand, expectSoundBooks, openBar, openWallet } from './cast.ts';
import { PASSWORD, type Person, PLACE, promoted, register, type Request } from './cast.ts';
import { eventually, within } from './eventually.ts';

/** What a person waits for at most, whatever becomes of Redis: its timeouts, and the work itself on a busy machine. */
const ANSWER_DEADLINE_MS = 10_000;
const RECOVERY_DEADLINE_MS = 30_000;
const TEST_DEADLINE_MS = 120_000;
const FUNDS = 10_000;
const SIGN_INS_A_MINUTE = 10;

type Step = (story: Story) => Promise<void>;

interface Story {
  alice: Person;
  bob: Person;
  walletId: string;
  orderId: string;
  redemptionId: string;
}

describe('an application that loses Redis', () => {
  let redis: OwnRedis;
  let test: TestApp;
  let database: Client;
  let bar: Bar;
  let admin: Person;

  const request: Request = (method, path, options) =>
    within(ANSWER_DEADLINE_MS, `${method} ${path}`, test.request(method, path, options));

  const id = async (path: string, { token }: Person, body: unknown, key: string): Promise<string> => {
    const headers = { 'idempotency-key': key };
    return (await demand(201, request<{ id: string }>('POST', path, { token, body, headers }))).id;
  };

  const STEPS: Readonly<Record<string, Step>> = {
    register: async (story) => {
      [story.alice, story.bob] = [await register(request), await register(request)];
    },
    'top up': async (story) => {
      const { alice } = story;
      const [walletId, paymentMethodId] = [await openWallet(request, alice), await addCard(request, alice)];
      const body = { walletId, paymentMethodId, amount: FUNDS, currency: CURRENCY };
      await id('/payments', alice, body, `top-up-${walletId}`);
      story.walletId = walletId;
    },
    'search nearby': async ({ alice: { token } }) => {
      const { latitude, longitude } = PLACE;
      const path = `/venues?lat=${latitude}&lng=${longitude}&radius=1km`;
      const { data } = await demand(200, request<{ data: { id: string }[] }>('GET', path, { token }));
      expect(data.map((venue) => venue.id)).toContain(bar.venueId);
    },
    'check in': async ({ alice, bob }) => {
      for (const { token } of [alice, bob]) {
        const { latitude: lat, longitude: lng } = PLACE;
        const body = { venueId: bar.venueId, lat, lng, wantsToBuy: true, wantsToReceive: true };
        await demand(200, request('PUT', '/presence', { token, body }));
      }
    },
    count: async ({ alice: { token } }) => {
      const { count } = await demand(200, request('GET', `/venues/${bar.venueId}/count`, { token }));
      expect(count).toBeGreaterThanOrEqual(2);
    },
    treat: async (story) => {
      const { alice, bob, walletId } = story;
      const items = [{ menuItemId: bar.itemId, quantity: 1 }];
      const body = { venueId: bar.venueId, recipientId: bob.id, items, payWith: { walletId } };
      story.orderId = await id('/orders', alice, body, `treat-${walletId}`);
    },
    accept: async ({ bob: { token }, orderId }) => {
      await demand(200, request('POST', `/orders/${orderId}/accept`, { token }));
    },
    redeem: async ({ alice, bob, walletId, orderId }) => {
      const issued = request<{ redemptionId: string; qrPayload: string }>('POST', `/orders/${orderId}/redemption`, bob);
      const { redemptionId, qrPayload } = await demand(201, issued);
      const { token } = bar.bartender;
      await demand(200, request('POST', '/redemptions/scan', { token, body: { qrPayload } }));
      const headers = { 'idempotency-key': `confirm-${redemptionId}` };
      await demand(200, request('POST', `/redemptions/${redemptionId}/confirm`, { token, headers }));
      const wallet = await demand(200, request('GET', `/wallets/${walletId}`, { token: alice.token }));
      expect(wallet).toMatchObject({ balance: FUNDS - bar.price, pendingOut: 0 });
    },
  };

  beforeAll(async () => {
    redis = await OwnRedis.start();
    test = await startTestApp({ environment: { REDIS_URL: redis.url } });
    database = new Client({ connectionString: test.environment['DATABASE_OWNER_URL'] });
    await database.connect();
    admin = await promoted(request, database, 'admin');
    bar = await openBar(request, database);
  }, TEST_DEADLINE_MS);

  afterAll(async () => {
    await redis?.end();
    await database?.end();
    await test?.close();
  }, TEST_DEADLINE_MS);

  beforeEach(async () => {
    await redis.kill();
    await redis.startAgain();
    await connected();
  });

  afterEach(() => expectSoundBooks(request, admin));

  /** A whole evening; `before` is called with the name of each step that comes. */
  async function live(before: (step: string) => Promise<void> | void = () => undefined): Promise<void> {
    const story = {} as Story;
    for (const [name, step] of Object.entries(STEPS)) {
      await before(name);
      await step(story);
    }
  }

  const readiness = (status: 'ok' | 'degraded'): Promise<void> =>
    eventually(`readiness is ${status}`, RECOVERY_DEADLINE_MS, async () => {
      const ready = await request('GET', '/health/ready');
      expect(ready.status).toBe(200);
      return ready.body['status'] === status;
    });

  // Readiness is remembered for a moment; the test must not begin with an answer from before.
  const connected = (): Promise<void> =>
    eventually('the application is connected', RECOVERY_DEADLINE_MS, () => test.get(Redis).available);

  async function isUsedAgain(): Promise<void> {
    const direct = new IORedis(redis.url);
    await direct.flushall();
    await connected();
    await readiness('ok');
    await live();
    const keys = await direct.keys(`${test.environment['REDIS_KEY_PREFIX']}*`);
    direct.disconnect();
    expect(keys.filter((key) => key.includes('rate_limit'))).not.toEqual([]);
    expect(keys.filter((key) => key.includes('cache:'))).not.toEqual([]);
  }

  it.each(Object.keys(STEPS))('goes on when it is killed before somebody comes to %s', async (fatal) => {
    await live(async (step) => {
      if (step === fatal) await redis.kill();
    });
    await readiness('degraded');
  });

  it(
    'goes on when it is killed while requests are under way, is degraded and ready, and uses it again',
    async () => {
      const evenings = Promise.all([live(), live(), live()]);
      await redis.kill();
      await evenings;
      await readiness('degraded');
      await live();
      await redis.startAgain();
      await isUsedAgain();
    },
    TEST_DEADLINE_MS,
  );

  it(
    'goes on while it is suspended and answers nobody, and uses it again when it wakes',
    async () => {
      await live((step) => (step === 'search nearby' ? redis.suspend() : undefined));
      await readiness('degraded');
      await Promise.all([live(), live()]);
      redis.resume();
      await isUsedAgain();
    },
    TEST_DEADLINE_MS,
  );

  it.each([
    ['killed', () => redis.kill()],
    ['suspended', async () => redis.suspend()],
  ])(
    'goes on limiting rates while it is %s',
    async (_how, lose) => {
      const { email } = await register(request);
      await lose();
      const signIn = () => request('POST', '/auth/login', { body: { email, password: `not ${PASSWORD}` } });
      const statuses: number[] = [];
      for (let tries = 0; tries <= SIGN_INS_A_MINUTE + 1; tries += 1) {
        const { status, headers } = await signIn();
        statuses.push(status);
        expect(headers.get('ratelimit')).not.toBeNull();
      }
      // The one that is under way when it is lost may be counted in both places, or in neither.
      expect(statuses[0]).toBe(401);
      expect(statuses.at(-1)).toBe(429);
      await readiness('degraded');
      redis.resume();
    },
    TEST_DEADLINE_MS,
  );
});
