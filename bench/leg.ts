import { join } from 'node:path';
import { Child } from './children.ts';
import { contestantsOf, type Field, type Pgbench } from './contestants.ts';
import { withClient, type Environment } from './databases.ts';
import { measure, type Results } from './measure.ts';
import type { Plan } from './plan.ts';
import type { Progress } from '../scripts/local-stack/progress.ts';

/** Fresh processes have compiled nothing yet; this long each is pressed before anything counts. */
const FIRST_WARM_UP = { warmUpSeconds: 0, seconds: 2 };
const WARM_UP_CALLERS = 64;
/** One process of them all runs what goes on behind the postings, as it does in production. */
const RUNS_THE_JOBS = 'poster.ts';

/** One pass of all contestants over one database. */
export interface Leg {
  readonly name: string;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly results: Results;
  readonly postgresPid: number;
  /** Before every run, so that none pays for what the one before it wrote. */
  readonly checkpoint: () => Promise<unknown>;
  readonly progress: Progress;
  readonly interruption: AbortSignal;
  /** Whether the peers take part, and pgbench among them. */
  readonly peers: boolean;
  readonly pgbench?: Pgbench;
  readonly profileDir?: string;
}

/** Runs everybody once. Returns what was broken. */
export async function runLeg(leg: Leg): Promise<string[]> {
  const { plan, interruption, progress, postgresPid, results } = leg;
  return withField(leg, (field) =>
    withClient(leg.environment.DATABASE_OWNER_URL ?? '', async (client) => {
      const broken: string[] = [];
      for (const contestant of contestantsOf(field, plan)) {
        interruption.throwIfAborted();
        const { name, spread, pressure } = contestant;
        const label = `${leg.name}: ${name}, ${spread}, ${pressure}`;
        const run = { contestant, window: plan.window, results, client, postgresPid };
        await leg.checkpoint();
        broken.push(...(await progress.step(label, () => measure(run))));
      }
      return broken;
    }),
  );
}

async function withField<T>(leg: Leg, work: (field: Field) => Promise<T>): Promise<T> {
  const started: Child[] = [];
  const start = async (file: string, profiled = true): Promise<Child> => {
    const child = await Child.start(file, {
      env: { ...leg.environment, JOBS: file === RUNS_THE_JOBS ? 'on' : 'off' },
      ...(profiled && leg.profileDir && { profileDir: join(leg.profileDir, leg.name.replaceAll(/\W+/g, '-')) }),
    });
    started.push(child);
    return child;
  };
  try {
    const [poster, api, generator] = [
      await start('poster.ts'),
      await start('api.ts'),
      await start('http-load.ts', false),
    ];
    const peers = leg.peers && {
      ...{ fastify: await start('bare-fastify.ts'), nest: await start('bare-nest.ts') },
      ...(leg.pgbench && { pgbench: leg.pgbench }),
    };
    const field = { poster, api, generator, ...(peers && { peers }) };
    await warmUp(field, leg.plan);
    return await work(field);
  } finally {
    await Promise.all(started.map((child) => child.stop()));
  }
}

async function warmUp(field: Field, plan: Plan): Promise<void> {
  const everything = { ...plan, callers: [WARM_UP_CALLERS], only: plan.only };
  const ours = contestantsOf(field, everything).filter(
    ({ id, nodePid }) => nodePid && id.endsWith(`uniform-${WARM_UP_CALLERS}`),
  );
  for (const contestant of ours) await contestant.run(FIRST_WARM_UP, () => undefined, 0);
}
