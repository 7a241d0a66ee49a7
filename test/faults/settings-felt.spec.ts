import { ChangeSetting } from '../../src/modules/settings/change-setting.use-case.ts';
import { Settings } from '../../src/modules/settings/index.ts';
import { DeliverBatch } from '../../src/platform/events/deliver-batch.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { Broadcasts } from '../../src/platform/redis/index.ts';
import { Users } from '../../src/modules/users/index.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { eventually } from './eventually.ts';

/** What no copy outlives while its process cannot hear of changes, and some time for a slow machine. */
const DEAF_DEADLINE_MS = 20_000;
/** A message to another process takes a moment: less than any copy lives that nobody renews. */
const HEARD_DEADLINE_MS = 10_000;
const KEY = 'orders.lifetime_seconds';

let next = 1_000;

async function set(app: TestApp): Promise<number> {
  const value = (next += 1);
  const newUser = { email: `${value}@test.example`, passwordHash: 'none', firstName: 'Ada', lastName: 'Test' };
  const { id } = await app.get(Postgres).transaction((tx) => app.get(Users).create(tx, newUser));
  await app.get(ChangeSetting).execute({ key: KEY, value, reason: 'Because', changedBy: id });
  return value;
}

describe('a change of a setting, with two instances', () => {
  let redis: OwnRedis;
  let here: TestApp;
  let there: TestApp;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    here = await startTestApp({ environment: { REDIS_URL: redis.url } });
    const entries = Object.entries(here.environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    there = await startTestApp({ environment: Object.fromEntries(entries) });
    await bothHear();
  });
  afterAll(async () => {
    await there.close();
    await here.close();
    await redis.end();
  });

  const bothHear = () =>
    eventually('both hear of changes', DEAF_DEADLINE_MS, () =>
      Promise.resolve([here, there].every((app) => app.get(Broadcasts).live)),
    );
  const reads = (app: TestApp): number => app.get(Settings).get(KEY);
  const isRead = (value: number, deadlineMs: number) =>
    eventually(`${value} in both`, deadlineMs, () =>
      Promise.resolve([here, there].every((app) => reads(app) === value)),
    );

  it('is felt at once by who made it, and within a moment by the other', async () => {
    for (const app of [here, there]) {
      const value = await set(app);
      expect(reads(app)).toBe(value);
      await isRead(value, HEARD_DEADLINE_MS);
    }
  });

  it('is felt within seconds when Redis is gone, and is not undone when it returns', async () => {
    await redis.kill();
    const value = await set(here);
    expect(reads(here)).toBe(value);
    await isRead(value, DEAF_DEADLINE_MS);
    await redis.startAgain();
    await bothHear();
    await isRead(value, DEAF_DEADLINE_MS);
    await isRead(await set(there), HEARD_DEADLINE_MS);
  });

  it('is felt within seconds when Redis answers nobody', async () => {
    redis.suspend();
    try {
      await isRead(await set(here), DEAF_DEADLINE_MS);
    } finally {
      redis.resume();
    }
    await bothHear();
  });

  it('is delivered as an event until Redis took it', async () => {
    await here.get(DeliverBatch).execute();
    await redis.kill();
    await set(here);
    const pending = () =>
      here
        .get(Postgres)
        .prisma.outboxEvent.findFirstOrThrow({ where: { type: 'setting.changed' }, orderBy: { id: 'desc' } });
    await here.get(DeliverBatch).execute();
    expect(await pending()).toMatchObject({ publishedAt: null });
    await redis.startAgain();
    await bothHear();
  });
});

describe('a change of a setting without Redis', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ environment: { REDIS_URL: '' } });
  });
  afterAll(() => test.close());

  it('is felt, and delivered as an event that nobody waits for', async () => {
    const value = await set(test);
    expect(test.get(Settings).get(KEY)).toBe(value);
    await test.get(DeliverBatch).execute();
    const event = await test.get(Postgres).prisma.outboxEvent.findFirstOrThrow({ where: { type: 'setting.changed' } });
    expect([event.lastError, event.publishedAt]).toEqual([null, expect.any(Date)]);
  });
});
