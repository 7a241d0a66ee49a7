import { Client } from 'pg';
import { AppProcess } from '../support/app-process.ts';
import { send } from '../support/http-client.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { createTestStores, type TestStores } from '../support/test-stores.ts';
import { expectAllAccountedFor, letLeasesEnd } from './aftermath.ts';
import { type Person, promoted, type Request } from './cast.ts';
import { eventually, moment } from './eventually.ts';
import { CLIENTS, CRASHES, CROWD, DEADLINE_MS, MAX_LIFE_MS, recordProof, tellProgress } from './proof.ts';
import { fork, pick, type Random, seeded } from './seeded.ts';
import { Traffic } from './traffic.ts';

const MAX_AWAY_MS = 1_000;
const RECOVERY_DEADLINE_MS = 60_000;
/** What a server that may lose an acknowledged commit would have off. */
const MUST_BE_ON = ['fsync', 'synchronous_commit', 'full_page_writes'];

describe('an application whose PostgreSQL crashes', () => {
  let server: OwnPostgres;
  let stores: TestStores;
  let environment: NodeJS.ProcessEnv;
  let app: AppProcess;
  let url: string;
  let crashes = 0;

  const request: Request = (method, path, options) => send(url, method, path, options);

  beforeAll(async () => {
    await AppProcess.build();
    server = await OwnPostgres.start();
    stores = await createTestStores(server.url);
    const generous = { RATE_LIMIT_SCALE: '1000000', ACCESS_TOKEN_SECONDS: '86400', JOBS: 'on' };
    environment = testEnvironment({ ...stores.environment, ...generous });
  }, DEADLINE_MS);

  afterAll(async () => {
    await AppProcess.endAll();
    await stores?.drop();
    await server?.end();
  }, DEADLINE_MS);

  async function start(): Promise<void> {
    app = await AppProcess.start(environment);
    url = await app.url();
  }

  async function withDatabase<T>(work: (database: Client) => Promise<T>): Promise<T> {
    const database = new Client({ connectionString: environment['DATABASE_OWNER_URL'] });
    await database.connect();
    try {
      return await work(database);
    } finally {
      await database.end();
    }
  }

  async function crashAndStart(random: Random): Promise<void> {
    while (crashes < CRASHES) {
      await moment(random() * MAX_LIFE_MS);
      await server.crash(pick(random, ['SIGKILL', 'SIGQUIT']));
      crashes += 1;
      await moment(random() * MAX_AWAY_MS);
      await server.startAgain();
      await eventually('the application is ready by itself', RECOVERY_DEADLINE_MS, async () => {
        return (await request('GET', '/health/ready')).status === 200;
      });
    }
  }

  it('is asked to keep what it acknowledged', async () => {
    for (const name of MUST_BE_ON) expect([name, await server.setting(name)]).toEqual([name, 'on']);
  });

  it(
    'loses nothing, does nothing twice, says 503 while it is away, and recovers by itself',
    async () => {
      await seeded(async (random, seed) => {
        await start();
        const [moments, choices] = [fork(random), fork(random)];
        const [admin, traffic] = await withDatabase(async (database): Promise<[Person, Traffic]> => [
          await promoted(request, database, 'admin'),
          await Traffic.prepare(request, database, choices, CROWD),
        ]);

        const startedMs = performance.now();
        const stopTelling = tellProgress(traffic, () => `${crashes} crashes`);
        traffic.begin(CLIENTS);
        await crashAndStart(moments);
        await moment(moments() * MAX_LIFE_MS);
        await traffic.stop();
        stopTelling();
        const seconds = Math.round((performance.now() - startedMs) / 1000);
        await traffic.settle();
        expect(traffic.unexpected).toEqual([]);
        expect(traffic.troubles).toBeGreaterThan(CRASHES);
        expect(await app.end('SIGTERM')).toEqual({ code: 0, signal: null });

        await withDatabase(async (database) => {
          await letLeasesEnd(database, environment);
          await start();
          await expectAllAccountedFor(request, database, traffic, admin);
        });
        const { moved: transfers, troubles: repeats } = traffic;
        recordProof({ transfers, requests: traffic.wishes.length, crashes, repeats, seconds, seed });
      });
    },
    DEADLINE_MS,
  );
});
