import { join } from 'node:path';
import type { Progress } from '../scripts/local-stack/progress.ts';
import type { Pgbench } from './contestants.ts';
import { copyDatabase, DATABASES, prepareTemplate, sealing, withClient, type Environment } from './databases.ts';
import { fill, type Filled } from './fill.ts';
import { runLeg, type Leg } from './leg.ts';
import type { Results } from './measure.ts';
import { findPgbench } from './pgbench.ts';
import { tryPgbench } from './pgbench-trial.ts';
import type { Plan } from './plan.ts';
import { verifyAll } from './verify.ts';

export interface Setting {
  readonly environment: Environment;
  readonly plan: Plan;
  readonly folder: string;
  readonly postgresPid: number;
  readonly checkpoint: () => Promise<unknown>;
  readonly progress: Progress;
  readonly interruption: AbortSignal;
}

export interface Outcome {
  readonly empty: Results;
  readonly loaded: Results;
  readonly filled: Filled | undefined;
  readonly pgbench: Pgbench | undefined;
  readonly broken: readonly string[];
  /** Of each of the books at the end. */
  readonly sealing: readonly { readonly sealed: number; readonly waiting: number }[];
}

/** Everything that is measured: rounds over empty books and full ones, and at the end a look at the whole history. */
export async function runRounds(setting: Setting): Promise<Outcome> {
  const { environment, plan, progress } = setting;
  const empty: Results = new Map();
  const loaded: Results = new Map();
  const broken: string[] = [];
  const sealed: Outcome['sealing'][number][] = [];
  await progress.step('Opening and funding wallets', () => prepareTemplate(environment));
  const pgbench = await pgbenchAtItsBest(setting);
  const full = plan.loaded > 0 ? await copyDatabase(environment, DATABASES.loaded) : undefined;
  const filled = full && (await fill(full, plan.loaded, progress));
  let fresh = environment;
  for (let round = 1; round <= plan.rounds; round += 1) {
    const of = `round ${round} of ${plan.rounds}`;
    fresh = await copyDatabase(environment, DATABASES.empty);
    const peers = {
      ...(pgbench && { pgbench: { ...pgbench, databaseUrl: fresh.DATABASE_OWNER_URL ?? '' } }),
      peers: true,
    };
    broken.push(
      ...(await runLeg({ ...legOf(setting), name: `empty, ${of}`, environment: fresh, results: empty, ...peers })),
    );
    if (!full) continue;
    broken.push(
      ...(await runLeg({ ...legOf(setting), name: `full, ${of}`, environment: full, results: loaded, peers: false })),
    );
  }
  for (const { DATABASE_OWNER_URL = '' } of [fresh, ...(full ? [full] : [])]) {
    await withClient(DATABASE_OWNER_URL, async (client) => {
      broken.push(...(await verifyAll(client, progress)));
      sealed.push(await sealing(client));
    });
  }
  return { empty, loaded, filled, pgbench, broken, sealing: sealed };
}

function legOf(setting: Setting): Omit<Leg, 'name' | 'environment' | 'results' | 'peers'> {
  const { plan, postgresPid, checkpoint, progress, interruption, folder } = setting;
  const profileDir = plan.profile ? join(folder, 'profiles') : undefined;
  return { plan, postgresPid, checkpoint, progress, interruption, ...(profileDir && { profileDir }) };
}

async function pgbenchAtItsBest({ environment, plan, folder, progress }: Setting): Promise<Pgbench | undefined> {
  const command = findPgbench();
  if (command === undefined) return undefined;
  const { DATABASE_OWNER_URL: databaseUrl = '' } = await copyDatabase(environment, DATABASES.empty);
  const place = { command, databaseUrl, logDir: join(folder, 'pgbench') };
  return progress.step('Finding where pgbench is fastest', () => tryPgbench(place, plan));
}
