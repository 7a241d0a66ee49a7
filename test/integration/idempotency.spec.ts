import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { type Answer, callEffect, type EffectCall, IDEMPOTENT_APP, recordsOf } from './idempotent-client.ts';
import { Effects } from './idempotent-routes.ts';
import { eventually, openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

const DAY_MS = 24 * 3_600_000;
const LEASE_MS = 30_000;

// Real: PostgreSQL, DynamoDB, the HTTP edge. Made up: the routes, and who calls.
describe('Idempotency-Key', () => {
  let stores: Stores;
  let platform: PlatformApp;
  let effects: Effects;
  let dynamodb: DynamoDb;
  let user: string;

  beforeAll(async () => {
    stores = await openStores();
    platform = await startPlatformApp(stores, IDEMPOTENT_APP);
    effects = platform.app.get(Effects);
    dynamodb = platform.app.get(DynamoDb);
  });
  beforeEach(() => {
    user = randomUUID();
    effects.done = 0;
    effects.gate = Promise.resolve();
  });
  afterAll(async () => {
    await platform.app.close();
    await stores.drop();
  });

  const call = (options: EffectCall & { as?: string; on?: PlatformApp }): Promise<Answer> =>
    callEffect(options.on ?? platform, options.as ?? user, options);

  it('gives the first answer again, byte for byte, and does the thing once', async () => {
    const key = randomUUID();
    const first = await call({ key, payload: { amount: 5 } });
    const again = await call({ key, payload: { amount: 5 } });
    expect(first.status).toBe(201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(effects.done).toBe(1);
  });

  it('does not mind the order of the body’s members', async () => {
    const key = randomUUID();
    const first = await call({ key, payload: { amount: 5, size: 1 } });
    expect((await call({ key, payload: { size: 1, amount: 5 } })).text).toBe(first.text);
  });

  it('gives a business refusal again', async () => {
    const key = randomUUID();
    const first = await call({ key, payload: { refuse: 'insufficient_funds' } });
    const again = await call({ key, payload: { refuse: 'insufficient_funds' } });
    expect(first.status).toBe(422);
    expect([again.status, again.text]).toEqual([422, first.text]);
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(effects.done).toBe(1);
  });

  it.each([
    'not_found',
    'forbidden',
    'unauthenticated',
    'validation_failed',
    'rate_limited',
    'provider_unavailable',
  ] as const)('leaves the key free after %s', async (code) => {
    const key = randomUUID();
    const first = await call({ key, payload: { refuse: code } });
    expect(first.body['code']).toBe(code);
    const again = await call({ key, payload: { refuse: code } });
    expect(again.headers['idempotency-replayed']).toBeUndefined();
    expect(effects.done).toBe(2);
    expect((await call({ key, payload: { amount: 1 } })).status).toBe(201);
  });

  it('leaves the key free after an unexpected failure', async () => {
    const key = randomUUID();
    expect((await call({ key, payload: { fail: true } })).status).toBe(500);
    expect((await call({ key, payload: { amount: 1 } })).status).toBe(201);
  });

  it('refuses the key for another body, also after a refusal', async () => {
    for (const payload of [{ amount: 1 }, { refuse: 'wallet_frozen' }]) {
      const key = randomUUID();
      await call({ key, payload });
      const reused = await call({ key, payload: { amount: 2 } });
      expect([reused.status, reused.body['code']]).toEqual([422, 'idempotency_key_reused']);
    }
    expect(effects.done).toBe(2);
  });

  it('refuses the key for another query', async () => {
    const key = randomUUID();
    await call({ key, path: '?a=1' });
    expect((await call({ key, path: '?a=2' })).body['code']).toBe('idempotency_key_reused');
  });

  it('keeps the callers apart', async () => {
    const key = randomUUID();
    const mine = await call({ key });
    const theirs = await call({ key, as: randomUUID() });
    expect(theirs.body['id']).not.toBe(mine.body['id']);
    expect(effects.done).toBe(2);
  });

  it('keeps the routes apart', async () => {
    const key = randomUUID();
    await call({ key });
    expect((await call({ key, path: '/other' })).body).toEqual({ other: true });
  });

  it('requires the key where money moves', async () => {
    const answer = await call({});
    expect([answer.status, answer.body['code']]).toEqual([400, 'idempotency_key_required']);
    expect(effects.done).toBe(0);
  });

  it('does without the key where it is optional', async () => {
    expect((await call({ path: '/optional' })).body).toEqual({ claimed: false });
    const key = randomUUID();
    expect((await call({ path: '/optional', key })).body).toEqual({ claimed: true });
    expect((await call({ path: '/optional', key })).headers['idempotency-replayed']).toBe('true');
  });

  it('asks no key for a dry run, and spends none', async () => {
    const key = randomUUID();
    expect((await call({ path: '/dry?dryRun=true' })).status).toBe(201);
    expect((await call({ path: '/dry?dryRun=true', key })).status).toBe(201);
    expect((await call({ path: '/dry', key })).headers['idempotency-replayed']).toBeUndefined();
    expect((await call({ path: '/dry' })).body['code']).toBe('idempotency_key_required');
  });

  it.each(['', 'with space', 'ümlaut', 'x'.repeat(256), 'tab\there'])('refuses the malformed key %p', async (key) => {
    const answer = await call({ key });
    expect([answer.status, answer.body['code']]).toEqual([400, 'idempotency_key_invalid']);
  });

  it('takes a key of 255 visible characters', async () => {
    expect((await call({ key: '!'.repeat(127) + '~'.repeat(128) })).status).toBe(201);
  });

  it('says that the first request is still running', async () => {
    let open = (): void => undefined;
    effects.gate = new Promise((resolve) => (open = resolve));
    const key = randomUUID();
    const first = call({ key });
    const second = await eventually(async () => {
      const answer = await call({ key, payload: {} });
      return answer.status === 409 ? answer : undefined;
    });
    expect(second.body['code']).toBe('request_in_progress');
    expect(second.headers['retry-after']).toBe('1');
    open();
    expect((await first).status).toBe(201);
    expect((await call({ key })).text).toBe((await first).text);
  });

  it('lets the same request take over when the first died, and the dead one can no longer answer for the key', async () => {
    let open = (): void => undefined;
    effects.gate = new Promise((resolve) => (open = resolve));
    const key = randomUUID();
    const dying = call({ key, payload: { amount: 1 } });
    await eventually(
      async () => (await recordsOf(platform)).some((record) => record['state'] === 'in_progress') || undefined,
    );
    platform.clock.advance(LEASE_MS + 1);
    expect((await call({ key, payload: { amount: 2 } })).body['code']).toBe('idempotency_key_reused');
    effects.gate = Promise.resolve();
    const taken = await call({ key, payload: { amount: 1 } });
    expect(taken.status).toBe(201);
    open();
    expect((await dying).status).toBe(201);
    expect((await call({ key, payload: { amount: 1 } })).text).toBe(taken.text);
  });

  it('forgets the key after 24 hours, whether or not DynamoDB has deleted it', async () => {
    const key = randomUUID();
    await call({ key, payload: { amount: 1 } });
    platform.clock.advance(DAY_MS - 2_000);
    expect((await call({ key, payload: { amount: 1 } })).headers['idempotency-replayed']).toBe('true');
    platform.clock.advance(3_000);
    expect((await call({ key, payload: { amount: 2 } })).status).toBe(201);
  });

  it('keeps only the status of an answer that is too large', async () => {
    const key = randomUUID();
    expect((await call({ key, payload: { size: 400_000 } })).status).toBe(201);
    const again = await call({ key, payload: { size: 400_000 } });
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([201, '', 'true']);
    expect(effects.done).toBe(1);
  });

  it('does nothing while DynamoDB cannot be reached', async () => {
    const environment = { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' };
    const cut = await startPlatformApp(stores, { ...IDEMPOTENT_APP, environment });
    const answer = await call({ key: randomUUID(), on: cut });
    expect([answer.status, answer.body['code']]).toEqual([503, 'store_unavailable']);
    expect(cut.app.get(Effects).done).toBe(0);
    await cut.app.close();
  });

  it('answers when the record cannot be ended', async () => {
    let open = (): void => undefined;
    effects.gate = new Promise((resolve) => (open = resolve));
    const answer = call({ key: randomUUID() });
    const { scope } = await eventually(async () =>
      (await recordsOf(platform)).find((record) => record['state'] === 'in_progress'),
    );
    await dynamodb.document.send(
      new UpdateCommand({
        TableName: dynamodb.table('idempotency'),
        Key: { scope },
        UpdateExpression: 'SET fencingToken = :another',
        ExpressionAttributeValues: { ':another': 'another' },
      }),
    );
    open();
    expect((await answer).status).toBe(201);
  });
});
