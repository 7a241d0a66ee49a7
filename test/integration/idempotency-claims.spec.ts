import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { type Answer, callEffect, type EffectCall, IDEMPOTENT_APP, recordsOf } from './idempotent-client.ts';
import { Effects } from './idempotent-routes.ts';
import { eventually, openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

const DAY_MS = 24 * 3_600_000;

// Real: PostgreSQL, DynamoDB, the HTTP edge. Made up: the routes, and who calls.
describe('the claims of Idempotency-Keys', () => {
  let stores: Stores;
  let platform: PlatformApp;
  let effects: Effects;
  let user: string;

  beforeAll(async () => {
    stores = await openStores();
    platform = await startPlatformApp(stores, IDEMPOTENT_APP);
    effects = platform.app.get(Effects);
  });
  beforeEach(() => {
    user = randomUUID();
    effects.done = 0;
  });
  afterAll(async () => {
    await platform.app.close();
    await stores.drop();
  });

  const call = (options: EffectCall): Promise<Answer> => callEffect(platform, user, options);
  const loseRecords = async (): Promise<void> => {
    const dynamodb = platform.app.get(DynamoDb);
    for (const { scope } of await recordsOf(platform)) {
      await dynamodb.document.send(new DeleteCommand({ TableName: dynamodb.table('idempotency'), Key: { scope } }));
    }
  };

  describe('with the claim in PostgreSQL', () => {
    it('does the effect once and says that the answer was given before', async () => {
      const key = randomUUID();
      const first = await call({ path: '/claimed', key });
      const again = await call({ path: '/claimed', key });
      expect(again.body).toEqual(first.body);
      expect(first.headers['idempotency-replayed']).toBeUndefined();
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect(effects.done).toBe(1);
      const reused = await call({ path: '/claimed', key, payload: { amount: 2 } });
      expect([reused.status, reused.body['code']]).toEqual([422, 'idempotency_key_reused']);
    });

    it('answers with the earlier resource when the record was lost', async () => {
      const key = randomUUID();
      const first = await call({ path: '/both', key });
      await loseRecords();
      const again = await call({ path: '/both', key });
      expect(again.body).toEqual(first.body);
      expect(effects.done).toBe(1);
    });

    it('does not keep the refusal of a key that belongs to an earlier request', async () => {
      const key = randomUUID();
      const first = await call({ path: '/both', key, payload: { amount: 1 } });
      await loseRecords();
      expect((await call({ path: '/both', key, payload: { amount: 2 } })).body['code']).toBe('idempotency_key_reused');
      expect((await call({ path: '/both', key, payload: { amount: 1 } })).body).toEqual(first.body);
    });

    it('forgets claims after 24 hours and deletes them', async () => {
      const key = randomUUID();
      const first = await call({ path: '/claimed', key });
      platform.clock.advance(DAY_MS + 1_000);
      expect((await call({ path: '/claimed', key })).body).not.toEqual(first.body);
      platform.clock.advance(DAY_MS + 1_000);
      const { processed, status } = await platform.app.get(Jobs).runNow('idempotency-claim-cleanup');
      expect(status).toBe('succeeded');
      expect(processed).toBeGreaterThanOrEqual(1);
      expect(await platform.app.get(Postgres).prisma.idempotencyClaim.count()).toBe(0);
    });
  });

  describe('GET /idempotency-keys/{key}', () => {
    const explain = async (key: string, as = user): Promise<{ status: number; body: Record<string, unknown> }> => {
      const url = `/api/v1/idempotency-keys/${encodeURIComponent(key)}`;
      const answer = await platform.http.inject({ method: 'GET', url, headers: { 'x-user': as } });
      return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
    };

    it('says what the caller’s key did on each route', async () => {
      const key = `key/${randomUUID()}`;
      const first = await call({ key });
      platform.clock.advance(1);
      await call({ key, path: '/other' });
      platform.clock.advance(1);
      const claimed = await call({ key, path: '/claimed' });
      const uses = await eventually(async () => {
        const { data } = (await explain(key)).body as { data?: Record<string, unknown>[] };
        return data?.length === 3 && data.every(({ state }) => state === 'completed') ? data : undefined;
      });
      const time = expect.stringMatching(/Z$/) as unknown;
      const common = { state: 'completed', createdAt: time, expiresAt: time };
      expect(uses).toEqual([
        { ...common, route: 'POST /api/v1/effects', statusCode: 201, resourceId: first.body['id'] },
        { ...common, route: 'POST /api/v1/effects/other', statusCode: 200, resourceId: null },
        { ...common, route: 'POST /api/v1/effects/claimed', statusCode: null, resourceId: claimed.body['id'] },
      ]);
    });

    it('knows nothing of other callers’ keys', async () => {
      const key = randomUUID();
      await call({ key });
      await eventually(async () => ((await explain(key)).status === 200 ? true : undefined));
      expect((await explain(key, randomUUID())).status).toBe(404);
    });

    it('refuses a malformed key', async () => {
      expect((await explain('two words')).body['code']).toBe('idempotency_key_invalid');
    });
  });
});
