import { parseArgs } from 'node:util';
import type { Window } from './drive.ts';

/** What this bench will do, and for how long. */
export interface Plan {
  readonly rounds: number;
  readonly window: Window;
  readonly callers: readonly number[];
  /** Numbers of clients among which pgbench may show its best. */
  readonly pgbenchClients: readonly number[];
  readonly pgbenchTrial: Window;
  /** Transfers in the books of the second leg; none, and there is no second leg. */
  readonly loaded: number;
  readonly only: RegExp;
  readonly writeDocs: boolean;
  readonly profile: boolean;
}

const FULL = {
  rounds: 3,
  window: { warmUpSeconds: 1, seconds: 5 },
  callers: [64, 256, 512],
  pgbenchClients: [8, 16, 32, 64],
  pgbenchTrial: { warmUpSeconds: 1, seconds: 2 },
  loaded: 5_000_000,
};

const QUICK = {
  rounds: 1,
  window: { warmUpSeconds: 0.5, seconds: 1.5 },
  callers: [64, 512],
  pgbenchClients: [32],
  pgbenchTrial: { warmUpSeconds: 0.5, seconds: 0.5 },
  loaded: 0,
};

/** Reads the command line: --quick, --rounds N, --seconds N, --load N, --only PATTERN, --write-docs, --profile. */
export function readPlan(): Plan {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      load: { type: 'string' },
      only: { type: 'string', default: '' },
      'write-docs': { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  });
  const plan = values.quick ? QUICK : FULL;
  return {
    ...plan,
    rounds: whole(values.rounds, plan.rounds),
    window: { ...plan.window, seconds: whole(values.seconds, plan.window.seconds) },
    loaded: whole(values.load, plan.loaded),
    only: new RegExp(values.only),
    writeDocs: values['write-docs'],
    profile: values.profile,
  };
}

function whole(given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (/^\d+$/.test(given)) return Number(given);
  throw new Error(`"${given}" is not a whole number`);
}
