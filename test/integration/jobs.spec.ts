import { type JobContext, type JobDefinition, JobRuns, Jobs } from '../../src/platform/jobs/index.ts';
import { JobRunner } from '../../src/platform/jobs/job-runner.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { eventually, openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

const LEASE_SECONDS = 30;
const AT = new Date('2026-11-21T10:00:00.000Z');
const LATER = new Date('2026-11-21T10:01:00.000Z');

// Real: PostgreSQL, and two containers' worth of runners on it.
describe('jobs', () => {
  let stores: Stores;
  let one: PlatformApp;
  let two: PlatformApp;
  let postgres: Postgres;
  let contexts: JobContext[];
  let work: (context: JobContext) => Promise<number>;

  const definition = (name = 'spec'): JobDefinition => ({
    name,
    cron: '0 0 1 1 *',
    leaseSeconds: LEASE_SECONDS,
    run: async (context) => {
      contexts.push(context);
      return work(context);
    },
  });

  beforeAll(async () => {
    stores = await openStores();
    one = await startPlatformApp(stores);
    two = await startPlatformApp(stores);
    postgres = one.app.get(Postgres);
    for (const { app } of [one, two]) app.get(Jobs).register(definition());
  });
  beforeEach(async () => {
    contexts = [];
    work = () => Promise.resolve(0);
    await postgres.pool.query('delete from job_run');
    for (const { clock } of [one, two]) clock.set(AT);
  });
  afterAll(async () => {
    await one.app.close();
    await two.app.close();
    await stores.drop();
  });

  const tick = (platform: PlatformApp, at = AT): Promise<void> => platform.app.get(JobRunner).tick(definition(), at);
  const runs = (): ReturnType<typeof postgres.prisma.jobRun.findMany> =>
    postgres.prisma.jobRun.findMany({ where: { job: 'spec' }, orderBy: { scheduledAt: 'asc' } });
  const held = (): { gate: Promise<void>; open: () => void } => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    return { gate, open };
  };

  it('runs once for one time, however many containers tick', async () => {
    await Promise.all([tick(one), tick(two), tick(one), tick(two)]);
    await tick(two);
    expect(contexts).toHaveLength(1);
    expect(contexts[0]?.scheduledAt).toEqual(AT);
    expect(await runs()).toMatchObject([{ status: 'succeeded', attempts: 1 }]);
  });

  it('runs again for the next time, with a larger token', async () => {
    await tick(one);
    await tick(two, LATER);
    expect(contexts).toHaveLength(2);
    expect(contexts[1]?.fencingToken).toBeGreaterThan(contexts[0]?.fencingToken ?? 0n);
  });

  it('does not run beside an earlier run that is alive', async () => {
    const { gate, open } = held();
    work = async () => (await gate, 1);
    const running = tick(one);
    await eventually(() => contexts[0]);
    await tick(two, LATER);
    expect(contexts).toHaveLength(1);
    await expect(two.app.get(Jobs).runNow('spec')).rejects.toMatchObject({ code: 'job_running' });
    open();
    await running;
  });

  it('resumes the run of a container that died, then runs its own time; the dead one is shut out', async () => {
    const { gate, open } = held();
    let late: unknown;
    work = async ({ renew }) => {
      if (contexts.length > 1) return 7;
      await gate;
      await renew(1).catch((error: unknown) => (late = error));
      return 99;
    };
    const dying = tick(one);
    await eventually(() => contexts[0]);
    two.clock.advance(LEASE_SECONDS * 1_000 + 1);
    await tick(two, LATER);
    expect(contexts.map(({ scheduledAt }) => scheduledAt)).toEqual([AT, AT, LATER]);
    expect(contexts[1]?.fencingToken).toBeGreaterThan(contexts[0]?.fencingToken ?? 0n);
    open();
    await dying;
    expect(late).toMatchObject({ name: 'JobInterrupted' });
    expect(await runs()).toMatchObject([
      { scheduledAt: AT, status: 'succeeded', attempts: 2, processed: 7 },
      { scheduledAt: LATER, status: 'succeeded', attempts: 1, processed: 7 },
    ]);
  });

  it('keeps a run whose lease is renewed', async () => {
    const { gate, open } = held();
    work = async ({ renew }) => {
      one.clock.advance(LEASE_SECONDS * 900);
      await renew(3);
      await gate;
      return 4;
    };
    const running = tick(one);
    await eventually(async () => ((await runs())[0]?.processed === 3 ? true : undefined));
    two.clock.advance(LEASE_SECONDS * 1_000 + 1);
    await tick(two, LATER);
    expect(contexts).toHaveLength(1);
    open();
    await running;
    expect(await runs()).toMatchObject([{ status: 'succeeded', processed: 4 }]);
  });

  it('fails a run that ended its process too often', async () => {
    await one.app.get(JobRuns).claim(definition(), AT);
    await postgres.pool.query('update job_run set attempts = 5');
    one.clock.advance(LEASE_SECONDS * 1_000 + 1);
    await one.app.get(JobRunner).resume(definition());
    expect(contexts).toHaveLength(0);
    expect(await runs()).toMatchObject([{ status: 'failed' }]);
  });

  it('records a failure, and runs again the next time', async () => {
    work = () => Promise.reject(new Error('the partner is down'));
    await tick(one);
    expect(await runs()).toMatchObject([{ status: 'failed', error: 'the partner is down' }]);
    work = () => Promise.resolve(1);
    await tick(one, LATER);
    expect((await runs()).at(-1)).toMatchObject({ status: 'succeeded', processed: 1 });
  });

  it('runs by hand, as often as asked, and says how it went', async () => {
    work = () => Promise.resolve(12);
    const jobs = one.app.get(Jobs);
    expect(await jobs.runNow('spec')).toMatchObject({ job: 'spec', status: 'succeeded', processed: 12 });
    expect(await jobs.runNow('spec')).toMatchObject({ status: 'succeeded' });
    expect(await runs()).toHaveLength(2);
    await expect(jobs.runNow('nothing')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses two jobs of one name', () => {
    expect(() => one.app.get(Jobs).register(definition())).toThrow('registered twice');
  });

  it('shows the last run of each job, and reads no others', async () => {
    work = () => Promise.resolve(3);
    await tick(one);
    one.clock.set(LATER);
    await tick(one, LATER);
    const asked = jest.spyOn(postgres.pool, 'query');
    const last = await one.app.get(JobRuns).lastRuns();
    const answers = (await Promise.all(asked.mock.results.map(({ value }) => value as unknown))) as {
      rows: unknown[];
    }[];
    asked.mockRestore();
    expect(answers.flatMap(({ rows }) => rows)).toHaveLength(1);
    expect([...last]).toEqual([['spec', (await runs()).at(-1)]]);
  });

  it('deletes after a day the runs that found nothing to do', async () => {
    await tick(one);
    work = () => Promise.resolve(1);
    await tick(one, LATER);
    work = () => Promise.reject(new Error('the partner is down'));
    await tick(one, new Date(LATER.getTime() + 1));
    one.clock.advance(24 * 3_600_000 + 1);
    expect((await one.app.get(Jobs).runNow('job-history-cleanup')).processed).toBe(1);
    expect(await runs()).toMatchObject([{ processed: 1 }, { status: 'failed' }]);
  });

  it('deletes the history after 30 days', async () => {
    work = () => Promise.resolve(1);
    await tick(one);
    one.clock.advance(30 * 24 * 3_600_000 + 1);
    await tick(one, LATER);
    expect((await one.app.get(Jobs).runNow('job-history-cleanup')).processed).toBe(1);
    expect(await runs()).toMatchObject([{ scheduledAt: LATER }]);
  });

  it('hands its run to another container when it is stopped', async () => {
    const stopping = await startPlatformApp(stores);
    stopping.clock.set(AT);
    const { gate, open } = held();
    work = async ({ renew }) => {
      if (contexts.length > 1) return 2;
      await gate;
      await renew(1);
      return 99;
    };
    const running = tick(stopping);
    await eventually(() => contexts[0]);
    const closing = stopping.app.close();
    open();
    await Promise.all([running, closing]);
    await tick(two);
    expect(contexts).toHaveLength(2);
    expect(await runs()).toMatchObject([{ status: 'succeeded', attempts: 2, processed: 2 }]);
  });

  it('fires by its cron in every container, and runs in one', async () => {
    const times: string[] = [];
    const every = { name: 'every-second', cron: '* * * * * *', leaseSeconds: 5 };
    const run = async ({ scheduledAt }: JobContext): Promise<number> => times.push(scheduledAt.toISOString());
    const providers = [
      {
        provide: 'register',
        inject: [Jobs],
        useFactory: (jobs: Jobs) => jobs.register({ ...every, run }),
      },
    ];
    const environment = { JOBS: 'on' };
    const apps = [
      await startPlatformApp(stores, { environment, providers }),
      await startPlatformApp(stores, { environment, providers }),
    ];
    await eventually(() => times.length >= 2 || undefined);
    for (const { app } of apps) await app.close();
    expect(new Set(times).size).toBe(times.length);
    for (const time of times) expect(time).toMatch(/\.000Z$/);
  });
});
