import { Client } from 'pg';
import { AppProcess } from '../support/app-process.ts';
import { send } from '../support/http-client.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { createTestStores, type TestStores } from '../support/test-stores.ts';
import { expectAllAccountedFor, letLeasesEnd } from './aftermath.ts';
import { promoted, type Request } from './cast.ts';
import { eventually, moment } from './eventually.ts';
import { CLIENTS, CROWD, DEADLINE_MS, MAX_LIFE_MS, recordProof, tellProgress, TRANSFERS } from './proof.ts';
import { fork, type Random, seeded } from './seeded.ts';
import { Traffic } from './traffic.ts';

const MIN_KILLS = 8;
/** One kill in so many is followed by another while the next one starts. */
const KILLED_WHILE_STARTING = 4;
/** How long a customer waits for an application that is not there before they call that no answer. */
const ABSENCE_MS = 2_000;
const WORK_DEADLINE_MS = 30_000;
const MAX_START_MS = 1_200;

describe('an application that is killed', () => {
  let stores: TestStores;
  let database: Client;
  let environment: NodeJS.ProcessEnv;
  let running: AppProcess;
  let url: string | undefined;
  let kills = 0;

  const request: Request = async (method, path, options) => {
    await eventually('the application is there', ABSENCE_MS, () => url !== undefined);
    return send(url ?? '', method, path, options);
  };

  beforeAll(async () => {
    await AppProcess.build();
    stores = await createTestStores();
    const generous = { RATE_LIMIT_SCALE: '1000000', ACCESS_TOKEN_SECONDS: '86400', JOBS: 'on' };
    environment = testEnvironment({ ...stores.environment, ...generous });
    database = new Client({ connectionString: environment['DATABASE_OWNER_URL'] });
    await database.connect();
  }, DEADLINE_MS);

  afterAll(async () => {
    await AppProcess.endAll();
    await database?.end();
    await stores?.drop();
  }, DEADLINE_MS);

  async function start(): Promise<void> {
    running = await AppProcess.start(environment);
    url = await running.url();
  }

  async function kill(): Promise<void> {
    // Nobody asks a dead one: its port may be another's by now.
    const dead = running.end('SIGKILL').then((exit) => expect(exit).toEqual({ code: null, signal: 'SIGKILL' }));
    url = undefined;
    await dead;
    kills += 1;
  }

  async function killAndStart(random: Random, traffic: Traffic): Promise<void> {
    for (let round = 0; kills < MIN_KILLS || traffic.moved < TRANSFERS; round += 1) {
      // Half of them die no matter what they have done yet; the others not before they have done something.
      const before = traffic.moved;
      if (random() < 0.5) await eventually('something is done', WORK_DEADLINE_MS, () => traffic.moved > before);
      await moment(random() * MAX_LIFE_MS);
      await kill();
      if (round % KILLED_WHILE_STARTING === 1) {
        running = AppProcess.spawn(environment);
        await moment(random() * MAX_START_MS);
        await kill();
      }
      await start();
    }
  }

  it(
    'leaves every acknowledged transfer exactly once and a zero trial balance, wherever it is killed',
    async () => {
      await seeded(async (random, seed) => {
        await start();
        const admin = await promoted(request, database, 'admin');
        const [moments, choices] = [fork(random), fork(random)];
        const traffic = await Traffic.prepare(request, database, choices, CROWD);

        const startedMs = performance.now();
        const stopTelling = tellProgress(traffic, () => `${kills} kills`);
        traffic.begin(CLIENTS);
        await killAndStart(moments, traffic);
        await moment(moments() * MAX_LIFE_MS);
        await kill();
        await traffic.stop();
        stopTelling();
        const seconds = Math.round((performance.now() - startedMs) / 1000);
        await letLeasesEnd(database, environment);

        await start();
        await traffic.settle();
        expect(traffic.unexpected).toEqual([]);
        expect(traffic.troubles).toBeGreaterThan(0);
        await expectAllAccountedFor(request, database, traffic, admin);
        expect(await running.end('SIGTERM')).toEqual({ code: 0, signal: null });

        const { moved: transfers, troubles: repeats } = traffic;
        recordProof({ transfers, requests: traffic.wishes.length, kills, repeats, seconds, seed });
      });
    },
    DEADLINE_MS,
  );
});
