import { randomUUID } from 'node:crypto';
import { IdempotencyModule } from '../../src/modules/idempotency/index.ts';
import { Effects, EffectsController, NAMED_CALLER } from '../integration/idempotent-routes.ts';
import { openStores, type PlatformApp, startPlatformApp, type Stores } from '../integration/platform-app.ts';

const CALLERS = 40;

// Real: two processes' worth of application on the same PostgreSQL and DynamoDB.
describe('one Idempotency-Key, many requests at once', () => {
  let stores: Stores;
  let apps: PlatformApp[];

  beforeAll(async () => {
    stores = await openStores();
    const metadata = { imports: [IdempotencyModule], controllers: [EffectsController], providers: [Effects, NAMED_CALLER] };
    apps = [await startPlatformApp(stores, metadata), await startPlatformApp(stores, metadata)];
  });
  afterAll(async () => {
    for (const { app } of apps) await app.close();
    await stores.drop();
  });

  const done = (): number => apps.reduce((sum, { app }) => sum + app.get(Effects).done, 0);
  const storm = async (path: string, payload: (n: number) => object): Promise<{ status: number; text: string }[]> => {
    const headers = { 'x-user': randomUUID(), 'idempotency-key': randomUUID() };
    const url = `/api/v1/effects${path}`;
    const send = async (n: number): Promise<{ status: number; text: string }> => {
      const app = apps[n % apps.length] as PlatformApp;
      const answer = await app.http.inject({ method: 'POST', url, headers, payload: payload(n) });
      return { status: answer.statusCode, text: answer.body };
    };
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
