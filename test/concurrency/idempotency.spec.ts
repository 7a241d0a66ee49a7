import { randomUUID } from 'node:crypto';
import { callEffect, IDEMPOTENT_APP } from '../integration/idempotent-client.ts';
import { Effects } from '../integration/idempotent-routes.ts';
import { openStores, type PlatformApp, startPlatformApp, type Stores } from '../integration/platform-app.ts';

const CALLERS = 40;

// Real: two processes' worth of application on the same PostgreSQL and DynamoDB.
describe('one Idempotency-Key, many requests at once', () => {
  let stores: Stores;
  let apps: PlatformApp[];

  beforeAll(async () => {
    stores = await openStores();
    apps = [await startPlatformApp(stores, IDEMPOTENT_APP), await startPlatformApp(stores, IDEMPOTENT_APP)];
  });
  afterAll(async () => {
    for (const { app } of apps) await app.close();
    await stores.drop();
  });

  const done = (): number => apps.reduce((sum, { app }) => sum + app.get(Effects).done, 0);
  const storm = async (path: string, payload: (n: number) => object): Promise<{ status: number; text: string }[]> => {
    const [user, key] = [randomUUID(), randomUUID()];
    const send = (n: number): Promise<{ status: number; text: string }> =>
      callEffect(apps[n % apps.length] as PlatformApp, user, { path, key, payload: payload(n) });
    return Promise.all(Array.from({ length: CALLERS }, (_, n) => send(n)));
  };

  it('does the thing once; everybody is told the same or to wait', async () => {
    const before = done();
    const answers = await storm('', () => ({ amount: 1 }));
    expect(done() - before).toBe(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
  });

  it('does one of two different things, and refuses the other', async () => {
    const before = done();
    const answers = await storm('', (n) => ({ amount: n % 4 < 2 ? 1 : 2 }));
    expect(done() - before).toBe(1);
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
    expect(answers.some(({ status }) => status === 422)).toBe(true);
  });

  it('does the thing once where the claim alone protects it, and tells everybody the same', async () => {
    const before = done();
    const answers = await storm('/claimed', () => ({}));
    expect(done() - before).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});
