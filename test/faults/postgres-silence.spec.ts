import { Client } from 'pg';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { expectSoundBooks, type Person, promoted, register, type Request } from './cast.ts';
import { eventually, within } from './eventually.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** PostgreSQL's own limit on a statement, twice: one to find out, one to roll back. */
const ANSWER_DEADLINE_MS = 40_000;
const RECOVERY_DEADLINE_MS = 60_000;
const TEST_DEADLINE_MS = 240_000;
const POOL_SIZE = 4;
const CURRENCIES = ['INR', 'USD', 'EUR', 'GBP'];

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
    const client = new Client({ connectionString: database.ownerUrl });
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

  it(
    'answers with store_unavailable in bounded time, and comes back by itself when it speaks again',
    async () => {
      const { token } = await register(request);
      const read = () => within(ANSWER_DEADLINE_MS, 'reading', request('GET', '/wallets', { token }));
      const write = (currency: string) =>
        within(ANSWER_DEADLINE_MS, 'writing', request('POST', '/wallets', { token, body: { currency } }));
      const underWay = CURRENCIES.flatMap((currency) => [write(currency), read(), read()]);
      await Promise.race(underWay);
      proxy.silence();
      for (const { status } of await Promise.all(underWay)) expect([200, 201, 503]).toContain(status);
      for (const { status, body } of await Promise.all([read(), write('INR')])) {
        expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'store_unavailable' });
      }

      // Nothing is closed: a connection that waits for what was swallowed waits on.
      proxy.speak();
      await eventually('it answers everything again', RECOVERY_DEADLINE_MS, async () => {
        const answers = await Promise.all(Array.from({ length: 3 * POOL_SIZE }, read));
        return answers.every(({ status }) => status === 200);
      });
      await expectSoundBooks(request, admin);
    },
    TEST_DEADLINE_MS,
  );
});
