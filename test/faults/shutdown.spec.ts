import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { Client } from 'pg';
import { AppProcess } from '../support/app-process.ts';
import { send, type TestResponse } from '../support/http-client.ts';
import { PostingGate } from '../support/posting-gate.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { createTestStores, type TestStores } from '../support/test-stores.ts';
import { addCard, CURRENCY, demand, expectSoundBooks, openWallet, type Person } from './cast.ts';
import { promoted, register, type Request } from './cast.ts';
import { eventually, moment, within } from './eventually.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const TRANSFERS = 300;
const CALLERS = 200;
const FUNDS = 10_000_000;
const AMOUNT = 3;
const GRACE_MS = 10_000;
const EXIT_DEADLINE_MS = 40_000;
const DEADLINE_MS = PATIENCE_MS;
const TEST_DEADLINE_MS = 240_000;

describe('an application that is told to stop', () => {
  let stores: TestStores;
  let database: Client;
  let gate: PostingGate;
  let environment: NodeJS.ProcessEnv;
  let app: AppProcess;
  let url: string;
  let metricsUrl: string;
  let alice: Person;
  let wallets: readonly [string, string];

  const request: Request = (method, path, options) => send(url, method, path, options);

  beforeAll(async () => {
    await AppProcess.build();
    stores = await createTestStores();
    const settings = { JOBS: 'on', SHUTDOWN_GRACE_MS: String(GRACE_MS), ACCESS_TOKEN_SECONDS: '86400' };
    environment = testEnvironment({ ...stores.environment, ...settings, RATE_LIMIT_SCALE: '1000000' });
    database = new Client({ connectionString: environment['DATABASE_OWNER_URL'] });
    await database.connect();
    gate = await PostingGate.install(environment['DATABASE_OWNER_URL']);
    await start();
    const bob = await register(request);
    alice = await register(request);
    wallets = [await openWallet(request, alice), await openWallet(request, bob)];
    const body = { walletId: wallets[0], paymentMethodId: await addCard(request, alice), amount: FUNDS };
    const headers = { 'idempotency-key': randomUUID() };
    const options = { token: alice.token, headers, body: { ...body, currency: CURRENCY } };
    await demand(201, request('POST', '/payments', options));
    await app.end('SIGTERM');
  }, TEST_DEADLINE_MS);

  beforeEach(start);

  afterAll(async () => {
    await AppProcess.endAll();
    await gate?.close();
    await database?.end();
    await stores?.drop();
  }, TEST_DEADLINE_MS);

  async function start(): Promise<void> {
    app = await AppProcess.start(environment);
    url = await app.url();
    metricsUrl = `http://127.0.0.1:${/metrics on port (\d+)/.exec(app.log)?.[1]}/metrics`;
  }

  const transfer = (reference: string = randomUUID()): Promise<TestResponse> => {
    const body = { fromWalletId: wallets[0], toWalletId: wallets[1], amount: AMOUNT, currency: CURRENCY, reference };
    return request('POST', '/transfers', { token: alice.token, body, headers: { 'idempotency-key': reference } });
  };

  /** Lets nothing be posted, so that transfers wait, in the database or for their turn there, until `release`. */
  async function withWaitingTransfers(
    work: (answers: Promise<TestResponse[]>, release: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    await gate.whileShut(async () => {
      const answers = Promise.all(Array.from({ length: TRANSFERS }, () => transfer()));
      answers.catch(() => undefined);
      await eventually('the transfers wait', DEADLINE_MS, async () => (await inFlight()) === TRANSFERS);
      await work(answers, () => gate.open());
    });
  }

  async function inFlight(): Promise<number> {
    const text = await (await fetch(metricsUrl)).text();
    return Number(/^http_requests_in_flight (\d+)/m.exec(text)?.[1]);
  }

  async function connections(): Promise<number> {
    const { rowCount } = await database.query(
      `select 1 from pg_stat_activity
        where datname = current_database() and application_name = 'trivet' and backend_type = 'client backend'`,
    );
    return rowCount ?? 0;
  }

  const balance = async (): Promise<number> => {
    const { rows } = await database.query<{ posted: string }>('select posted from ledger_account where id = $1', [
      wallets[0],
    ]);
    return Number(rows[0]?.posted);
  };

  const isReady = (): Promise<boolean> =>
    fetch(`${url}/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );

  it(
    'stops being ready, answers the transfers in flight, closes its stores and ends with code 0',
    async () => {
      const before = await balance();
      let answeredMs = 0;
      await withWaitingTransfers(async (answers, release) => {
        expect(await isReady()).toBe(true);
        app.signal('SIGTERM');
        await eventually('it is not ready', DEADLINE_MS, async () => !(await isReady()));
        await expect(transfer()).rejects.toThrow();
        expect(await inFlight()).toBe(TRANSFERS);

        await release();
        const statuses = (await within(DEADLINE_MS, 'the transfers in flight', answers)).map(({ status }) => status);
        answeredMs = performance.now();
        expect(new Set(statuses)).toEqual(new Set([201]));
      });
      expect(await within(EXIT_DEADLINE_MS, 'its end', app.exited)).toEqual({ code: 0, signal: null });
      // The clients keep their connections open, and are not waited for.
      expect(performance.now() - answeredMs).toBeLessThan(GRACE_MS / 2);
      expect(app.log).toContain('stopped');
      await eventually('its connections are closed', DEADLINE_MS, async () => (await connections()) === 0);
      expect(await balance()).toBe(before - TRANSFERS * AMOUNT);
    },
    TEST_DEADLINE_MS,
  );

  it(
    'answers everything that it does, however many ask at the moment when it is told',
    async () => {
      const [asked, answered, refused] = [new Set<string>(), new Set<string>(), [] as string[]];
      const ask = async (): Promise<void> => {
        for (;;) {
          const reference = randomUUID();
          asked.add(reference);
          const { status, text } = await transfer(reference);
          if (status === 201) answered.add(reference);
          else refused.push(text);
        }
      };
      const callers = Promise.allSettled(Array.from({ length: CALLERS }, ask));
      await eventually('all of them are at it', DEADLINE_MS, () => answered.size > 2 * CALLERS);
      expect(await within(EXIT_DEADLINE_MS, 'its end', app.end('SIGTERM'))).toEqual({ code: 0, signal: null });
      await within(DEADLINE_MS, 'the callers', callers);
      expect(refused).toEqual([]);

      const { rows } = await database.query<{ reference: string }>(
        'select reference from ledger_transfer where reference = any($1)',
        [[...asked]],
      );
      expect(rows.map(({ reference }) => reference).sort()).toEqual([...answered].sort());
    },
    TEST_DEADLINE_MS,
  );

  it(
    'ends soon when nothing is in flight, though clients keep their connections open',
    async () => {
      const agent = new Agent({ keepAlive: true });
      await Promise.all([...Array(5).keys()].map(() => get(agent, `${url}/health/live`)));
      const startedMs = performance.now();
      expect(await within(EXIT_DEADLINE_MS, 'its end', app.end('SIGTERM'))).toEqual({ code: 0, signal: null });
      expect(performance.now() - startedMs).toBeLessThan(GRACE_MS / 2);
      agent.destroy();
    },
    TEST_DEADLINE_MS,
  );

  it(
    'ends at once on a second signal',
    async () => {
      await withWaitingTransfers(async (answers) => {
        app.signal('SIGTERM');
        await eventually('it is not ready', DEADLINE_MS, async () => !(await isReady()));
        expect(await within(DEADLINE_MS, 'its end', app.end('SIGINT'))).toEqual({ code: 130, signal: null });
        await expect(answers).rejects.toThrow();
      });
    },
    TEST_DEADLINE_MS,
  );

  it(
    'ends in order when it is told so while it starts',
    async () => {
      await app.end('SIGTERM');
      for (const delayMs of [300, 900, 1_200, 1_500]) {
        const starting = AppProcess.spawn(environment);
        await moment(delayMs);
        const exit = await within(EXIT_DEADLINE_MS, `its end, told after ${delayMs} ms`, starting.end('SIGTERM'));
        // Before it listens to signals the signal itself ends it.
        expect([0, 'SIGTERM']).toContain(exit.code ?? exit.signal);
        await eventually('its connections are closed', DEADLINE_MS, async () => (await connections()) === 0);
      }
    },
    TEST_DEADLINE_MS,
  );

  it('leaves sound books behind', async () => {
    const admin = await promoted(request, database, 'admin');
    await expectSoundBooks(request, admin);
  });
});

function get(agent: Agent, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(address, { agent }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    asked.once('error', reject);
    asked.end();
  });
}
