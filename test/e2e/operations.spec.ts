import { EventHandlers, Outbox, OutboxRelay } from '../../src/platform/events/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { type Person, World } from '../support/world.ts';

const HOUR_MS = 3_600_000;
const DEAD = 3;

describe('the machinery, as administrators see it', () => {
  let world: World;
  let admin: Person;
  let customer: Person;

  beforeAll(async () => {
    world = await World.open();
    admin = await world.person(['admin']);
    customer = await world.person();
  });
  afterAll(() => world.close());

  it('lists the jobs with their last runs', async () => {
    await world.call('POST', '/admin/jobs/outbox-cleanup/run', admin);
    const { status, body } = await world.call('GET', '/admin/jobs', admin);
    expect(status).toBe(200);
    expect(body).toMatchObject({ hasMore: false, nextCursor: null });
    const jobs = body['data'] as { name: string; lastRun: object | null }[];
    expect(jobs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['idempotency-claim-cleanup', 'job-history-cleanup', 'outbox-cleanup']),
    );
    expect(jobs.find(({ name }) => name === 'outbox-cleanup')?.lastRun).toMatchObject({
      status: 'succeeded',
      processed: 0,
    });
    expect(jobs.find(({ name }) => name === 'job-history-cleanup')?.lastRun).toBeNull();
  });

  it('runs a job by hand', async () => {
    const answer = await world.call('POST', '/admin/jobs/job-history-cleanup/run', admin);
    expect(answer).toMatchObject({
      status: 201,
      body: { job: 'job-history-cleanup', status: 'succeeded', attempts: 1 },
    });
  });

  it('refuses to run a job that is running, and one that there is not', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const run = async (): Promise<number> => (await gate, 0);
    const jobs = world.app.get(Jobs);
    jobs.register({ name: 'spec-held', cron: '0 0 1 1 *', leaseSeconds: 60, run });
    const { finished } = await jobs.start('spec-held');
    const refused = await world.call('POST', '/admin/jobs/spec-held/run', admin);
    expect(refused).toMatchObject({ status: 409, body: { code: 'job_running' } });
    open();
    await finished;
    const unknown = await world.call('POST', '/admin/jobs/nothing/run', admin);
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('shows what waits in the outbox, and pages through what died', async () => {
    const relay = world.app.get(OutboxRelay);
    const postgres = world.app.get(Postgres);
    world.clock.advance(1);
    await relay.drain();
    world.app.get(EventHandlers).on('spec.poison', 'spec', () => Promise.reject(new Error('poison')));
    const announce = (type: string): Promise<void> =>
      postgres.transaction((tx) => world.app.get(Outbox).append(tx, { type, aggregateId: type, payload: {} }));
    for (let n = 0; n < DEAD; n += 1) await announce('spec.poison');
    await postgres.pool.query(
      `update outbox_event set attempts = 9, created_at = created_at - interval '1 day' where type = 'spec.poison'`,
    );
    await relay.drain();
    await announce('spec.waiting');
    world.clock.advance(HOUR_MS);
    const first = await world.call('GET', '/admin/outbox?limit=2', admin);
    expect(first).toMatchObject({
      status: 200,
      body: { waiting: 1, dead: DEAD, oldestWaitingSeconds: 3_600, hasMore: true },
    });
    const cursor = encodeURIComponent(String(first.body['nextCursor']));
    const second = await world.call('GET', `/admin/outbox?limit=2&cursor=${cursor}`, admin);
    expect(second.body).toMatchObject({ hasMore: false, nextCursor: null });
    const dead = [first, second].flatMap(({ body }) => body['data'] as { lastError: string; attempts: number }[]);
    expect(dead).toHaveLength(DEAD);
    expect(dead[0]).toMatchObject({ type: 'spec.poison', lastError: 'spec: poison', attempts: 10 });
  });

  it('refuses a cursor that is not ours', async () => {
    const answer = await world.call('GET', '/admin/outbox?cursor=forged', admin);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it.each([
    ['GET', '/admin/jobs'],
    ['POST', '/admin/jobs/outbox-cleanup/run'],
    ['GET', '/admin/outbox'],
  ] as const)('keeps %s %s from customers', async (method, path) => {
    expect(await world.call(method, path, customer)).toMatchObject({ status: 403 });
  });
});
