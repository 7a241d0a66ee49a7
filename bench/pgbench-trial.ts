import type { Pgbench } from './contestants.ts';
import { runPgbench, type PgbenchRun } from './pgbench.ts';
import type { Plan } from './plan.ts';

type Place = Pick<PgbenchRun, 'command' | 'databaseUrl' | 'logDir'>;

/** Finds the number of clients at which each script is fastest, so that ours is held against its best. */
export async function tryPgbench(place: Place, { pgbenchClients, pgbenchTrial }: Plan): Promise<Pgbench> {
  const best = new Map<string, number>();
  for (const script of ['statements', 'call'] as const) {
    for (const spread of ['uniform', 'hot'] as const) {
      const runs = pgbenchClients.map((clients) => ({ ...place, script, spread, clients, window: pgbenchTrial }));
      best.set(`${script}-${spread}`, await fastestOf(runs));
    }
  }
  return { ...place, best };
}

async function fastestOf(runs: readonly PgbenchRun[]): Promise<number> {
  let fastest = { clients: runs[0]?.clients ?? 0, perSecond: 0 };
  if (runs.length === 1) return fastest.clients;
  for (const run of runs) {
    const { perSecond } = await runPgbench(run, () => undefined);
    if (perSecond > fastest.perSecond) fastest = { clients: run.clients, perSecond };
  }
  return fastest.clients;
}
