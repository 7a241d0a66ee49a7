import { Client } from 'pg';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { expectSoundBooks, type Person, promoted, register, type Request } from './cast.ts';
import { eventually, within } from './eventually.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** PostgreSQL's own limit on a statement, twice: one to find out, one to roll back. */
const ANSWER_DEADLINE_MS = 25_000;
const RECOVERY_DEADLINE_MS = 40_000;
const TEST_DEADLINE_MS = 120_000;
const POOL_SIZE = 4;

describe('an application whose PostgreSQL falls silent', () => {
  let test: TestApp;
  let proxy: TcpProxy;
  let database: TestDatabase;
  let admin: Person;

  const request: Request = (method, path, options) => test.request(method, path, options);

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.start(database.url);
    const environment = { DATABASE_URL: proxy.url, DATABASE_POOL_SIZE: String(POOL_SIZE), RATE_LIMIT_SCALE: '1000' };
    test = await startTestApp({ environment });
    const client = new Client({ connectionString: database.url });
    await client.connect();
    admin = await promoted(request, client, 'admin');
    await client.end();
  }, TEST_DEADLINE_MS);

  afterAll(async () => {
    proxy?.open();
    await test?.close();
    await proxy?.close();
    await database?.drop();
  }, TEST_DEADLINE_MS);

  it('answers with store_unavailable in bounded time, and comes back by itself when it speaks again', async () => {
    const person = await register(request);
    const reads = () => request('GET', '/wallets', { token: person.token });
    const writes = (currency: string) => request('POST', '/wallets', { token: person.token, body: { currency } });
    await Promise.all([reads(), reads(), reads(), reads()]);
    proxy.silence();
    const asked = [reads(), writes('INR'), reads(), writes('USD'), reads(), writes('EUR')];
    const startedMs = performance.now();
    const answers = await Promise.all(asked.map((one) => within(ANSWER_DEADLINE_MS, 'an answer', one.then((a) => { process.stderr.write(`ANS ${a.status} ${a.body['code']} ${performance.now() - startedMs}\n`); return a; }))));
    for (const answer of answers) expect(answer).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });

    // Lifted without closing what was swallowed: the connections stay as dead as before.
    proxy.speak();
    const sinceMs = performance.now();
    await eventually('it answers again', RECOVERY_DEADLINE_MS, async () => {
      return (await within(ANSWER_DEADLINE_MS, 'wallets', reads())).status === 200;
    });
    process.stderr.write(`BACK ${performance.now() - sinceMs}\n`);
    await Promise.all(Array.from({ length: 3 * POOL_SIZE }, () => within(ANSWER_DEADLINE_MS, 'wallets', reads())));
    await expectSoundBooks(request, admin);
  }, TEST_DEADLINE_MS);
});
