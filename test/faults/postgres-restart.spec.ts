import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ownerServer } from '../support/test-database.ts';
import { demand, expectSoundBooks, type Person, promoted, type Request } from './cast.ts';
import { eventually, moment, within } from './eventually.ts';
import { expectEachOnce, expectNoMoneyLost, expectNothingLoose } from './once.ts';
import { fork, type Random, seeded } from './seeded.ts';
import { Traffic } from './traffic.ts';

const CLIENTS = 16;
const LOSSES = 25;
const MAX_PAUSE_MS = 400;
const ANSWER_DEADLINE_MS = 20_000;
const RECOVERY_DEADLINE_MS = 30_000;
const LEASE_MS = 30_000;
const TEST_DEADLINE_MS = 240_000;

describe('an application whose PostgreSQL connections end', () => {
  let test: TestApp;
  let database: Client;
  let admin: Person;

  const request: Request = (method, path, options) => test.request(method, path, options);

  beforeEach(async () => {
    test = await startTestApp({ environment: { RATE_LIMIT_SCALE: '100000', ACCESS_TOKEN_SECONDS: '86400' } });
    database = new Client({ connectionString: test.environment['DATABASE_OWNER_URL'] });
    await database.connect();
    admin = await promoted(request, database, 'admin');
  }, TEST_DEADLINE_MS);

  afterEach(async () => {
    await database?.end();
    await test?.close();
  }, TEST_DEADLINE_MS);

  /** Ends every connection to this test's database but our own; returns how many there were. */
  async function terminate(): Promise<number> {
    const { rowCount } = await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    return rowCount ?? 0;
  }

  async function terminateAgainAndAgain(random: Random): Promise<number> {
    let ended = 0;
    for (let loss = 0; loss < LOSSES; loss += 1) {
      await moment(random() * MAX_PAUSE_MS);
      ended += await terminate();
    }
    return ended;
  }

  it(
    'answers or says that it cannot, never hangs, does nothing twice, and recovers by itself',
    async () => {
      await seeded(async (random) => {
        const [moments, choices] = [fork(random), fork(random)];
        const traffic = await Traffic.prepare(request, database, choices);
        traffic.begin(CLIENTS);
        expect(await terminateAgainAndAgain(moments)).toBeGreaterThan(LOSSES);
        await traffic.stop();
        await traffic.settle();
        expect(traffic.unexpected).toEqual([]);
        expect(traffic.troubles).toBeGreaterThan(0);

        await resolvePayments();
        await expectEachOnce(database, traffic);
        await expectNothingLoose(database);
        await expectNoMoneyLost(database, traffic);
        await expectSoundBooks(request, admin);
      });
    },
    TEST_DEADLINE_MS,
  );

  it('answers the first request after its idle connections were ended', async () => {
    const ask = () => within(ANSWER_DEADLINE_MS, 'wallets', request('GET', '/wallets', { token: admin.token }));
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(await terminate()).toBeGreaterThan(0);
    await eventually('the application noticed', RECOVERY_DEADLINE_MS, async () => (await ask()).status === 200);
    expect((await demand(200, request('GET', '/health/ready')))['status']).not.toBe('error');
  });

  it('is not ready, and says so, while no connection can be made, and comes back by itself', async () => {
    const ready = () => within(ANSWER_DEADLINE_MS, 'readiness', request('GET', '/health/ready'));
    const open = () => {
      const options = { token: admin.token, body: { currency: 'INR' }, headers: { 'idempotency-key': randomUUID() } };
      return within(ANSWER_DEADLINE_MS, 'wallet', request('POST', '/wallets', options));
    };
    const name = new URL(test.environment['DATABASE_URL'] ?? '').pathname.slice(1);
    // From outside: nobody can shut the door of the room they are in.
    const outside = new Client({ connectionString: ownerServer() });
    await outside.connect();
    await outside.query(`alter database ${name} with connection limit 0`);
    try {
      await terminate();
      await eventually('readiness is 503', RECOVERY_DEADLINE_MS, async () => (await ready()).status === 503);
      expect(await open()).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    } finally {
      await outside.query(`alter database ${name} with connection limit -1`);
      await outside.end();
    }
    await eventually('it is ready again', RECOVERY_DEADLINE_MS, async () => (await ready()).status === 200);
    expect((await open()).status).toBe(201);
  });

  // An inquiry that lost its connection is made again when its next turn comes; here every turn has come.
  async function resolvePayments(): Promise<void> {
    await eventually('every payment has its outcome', LEASE_MS, async () => {
      await database.query('update payment set inquire_at = now() where inquire_at is not null');
      await request('POST', '/admin/jobs/resolve-payments/run', { token: admin.token });
      const { rowCount } = await database.query(`select 1 from payment where status not in ('succeeded', 'failed')`);
      return rowCount === 0;
    });
  }
});
