import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Client } from 'pg';
import { AppProcess } from '../support/app-process.ts';
import { send } from '../support/http-client.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { createTestStores, type TestStores } from '../support/test-stores.ts';
import { expectSoundBooks, promoted, type Request } from './cast.ts';
import { eventually, moment } from './eventually.ts';
import { expectEachOnce, expectNoMoneyLost, expectNothingLoose } from './once.ts';
import { fork, type Random, seeded } from './seeded.ts';
import { Traffic } from './traffic.ts';

const KILLS = 8;
/** So many more die while they start. */
const KILLS_WHILE_STARTING = 2;
const CLIENTS = 16;
const MAX_LIFE_MS = 1_000;
const MAX_START_MS = 1_200;
const RESOLVE_DEADLINE_MS = 20_000;
const TEST_DEADLINE_MS = 120_000;

describe('an application that is killed', () => {
  let stores: TestStores;
  let database: Client;
  let environment: NodeJS.ProcessEnv;
  let running: AppProcess;
  let url: string | undefined;

  const request: Request = async (method, path, options) => {
    if (url === undefined) throw new Error('the application is not there');
    return send(url, method, path, options);
  };

  beforeAll(async () => {
    await AppProcess.build();
    stores = await createTestStores();
    const generous = { RATE_LIMIT_SCALE: '100000', ACCESS_TOKEN_SECONDS: '86400', JOBS: 'on' };
    environment = testEnvironment({ ...stores.environment, ...generous });
    database = new Client({ connectionString: environment['DATABASE_URL'] });
    await database.connect();
  }, TEST_DEADLINE_MS);

  afterAll(async () => {
    await AppProcess.endAll();
    await database?.end();
    await stores?.drop();
  }, TEST_DEADLINE_MS);

  async function start(): Promise<void> {
    running = await AppProcess.start(environment);
    url = await running.url();
  }

  async function kill(): Promise<void> {
    // Nobody asks a dead one: its port may be another's by now.
    const dead = running.end('SIGKILL').then((exit) => expect(exit).toEqual({ code: null, signal: 'SIGKILL' }));
    url = undefined;
    await dead;
  }

  async function killAndStart(random: Random): Promise<void> {
    for (let round = 0; round < KILLS; round += 1) {
      await moment(random() * MAX_LIFE_MS);
      await kill();
      if (round % (KILLS / KILLS_WHILE_STARTING) === 1) {
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
      await seeded(async (random) => {
        await start();
        const admin = await promoted(request, database, 'admin');
        const [moments, choices] = [fork(random), fork(random)];
        const traffic = await Traffic.prepare(request, database, choices);

        traffic.begin(CLIENTS);
        await killAndStart(moments);
        await moment(moments() * MAX_LIFE_MS);
        await kill();
        await traffic.stop();
        await letLeasesEnd(database, environment);

        await start();
        await traffic.settle();
        expect(traffic.unexpected).toEqual([]);
        expect(traffic.troubles).toBeGreaterThan(KILLS);
        await resolvePayments(admin.token);

        await expectEachOnce(database, traffic);
        await expectNothingLoose(database);
        await expectNoMoneyLost(database, traffic);
        await expectSoundBooks(request, admin);
        expect(await running.end('SIGTERM')).toEqual({ code: 0, signal: null });
      });
    },
    TEST_DEADLINE_MS,
  );

  async function resolvePayments(token: string): Promise<void> {
    await eventually('every payment has its outcome', RESOLVE_DEADLINE_MS, async () => {
      const run = await request('POST', '/admin/jobs/resolve-payments/run', { token });
      if (run.status >= 400 && run.body['code'] !== 'job_running') throw new Error(run.text);
      const { rowCount } = await database.query(`select 1 from payment where status not in ('succeeded', 'failed')`);
      return rowCount === 0;
    });
  }
});

// What dead processes hold ends by itself, half a minute to five minutes later. A test has no such time: it writes the
// leases as they will be then, while no process lives that could hold one.
async function letLeasesEnd(database: Client, environment: NodeJS.ProcessEnv): Promise<void> {
  await database.query(`update job_run set lease_expires_at = now()
                         where status = 'running'`);
  await database.query(`update payment set inquire_at = now() where inquire_at is not null`);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: environment['DYNAMODB_ENDPOINT'], region: 'us-east-1', credentials }),
  );
  const TableName = `${environment['DYNAMODB_TABLE_PREFIX']}idempotency`;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    for (const { scope, state } of (page.Items ?? []) as { scope: string; state: string }[]) {
      if (state !== 'in_progress') continue;
      const UpdateExpression = 'SET leaseExpiresAtMs = :past';
      const ExpressionAttributeValues = { ':past': 0 };
      await client.send(new UpdateCommand({ TableName, Key: { scope }, UpdateExpression, ExpressionAttributeValues }));
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  client.destroy();
}
