import type { Client } from 'pg';
import { SHARE_OF_BEST, type Contestant } from './contestants.ts';
import { cpuOfFamily, cpuOfProcess } from './cpu.ts';
import type { Window } from './drive.ts';
import type { Measured } from './stats.ts';
import { watchBooks, watchPgbench, type Check } from './verify.ts';

/** What came of the runs so far: each contestant's, in the order of the rounds. */
export type Results = Map<string, { readonly contestant: Contestant; readonly runs: Measured[] }>;

export interface Run {
  readonly contestant: Contestant;
  readonly window: Window;
  readonly results: Results;
  /** To look into the books with; nothing of it is measured. */
  readonly client: Client;
  readonly postgresPid: number;
}

const UNCHECKED: Check = async () => [];

/** Runs a contestant once, adds what was measured to the results, and returns what it broke. */
export async function measure({ contestant, window, results, client, postgresPid }: Run): Promise<string[]> {
  const { books, nodePid, id, shareOf } = contestant;
  const rate = rateFor(contestant, results);
  if (shareOf && rate === 0) return []; // those it depends on were left out
  const check = books === 'none' ? UNCHECKED : await (books === 'ledger' ? watchBooks(client) : watchPgbench(client));
  const meter = new Meter(nodePid, postgresPid);
  const driven = await contestant.run(window, (edge) => meter.note(edge), rate);
  const { perSecond, p50Ms, p99Ms, failed, transfers } = driven;
  const measured = { perSecond, p50Ms, p99Ms, failed, ...meter.perTransfer(transfers) };
  results.set(id, { contestant, runs: [...(results.get(id)?.runs ?? []), measured] });
  return [...(await check(driven.posted)), ...(failed > 0 ? [`${failed} requests failed`] : [])].map(
    (what) => `${contestant.name}, ${contestant.spread}, ${contestant.pressure}: ${what}`,
  );
}

function rateFor({ shareOf = [] }: Contestant, results: Results): number {
  return SHARE_OF_BEST * Math.max(0, ...shareOf.map((id) => results.get(id)?.runs.at(-1)?.perSecond ?? 0));
}

/** CPU that Node and PostgreSQL spent between the edges of the window. */
class Meter {
  private readonly noted = new Map<string, { node: number | undefined; postgres: number | undefined }>();
  private readonly nodePid: number | undefined;
  private readonly postgresPid: number;

  constructor(nodePid: number | undefined, postgresPid: number) {
    this.nodePid = nodePid;
    this.postgresPid = postgresPid;
  }

  note(edge: 'opened' | 'closed'): void {
    const node = this.nodePid === undefined ? undefined : cpuOfProcess(this.nodePid);
    this.noted.set(edge, { node, postgres: cpuOfFamily(this.postgresPid) });
  }

  perTransfer(transfers: number): Pick<Measured, 'nodeMicros' | 'postgresMicros'> {
    const [opened, closed] = [this.noted.get('opened'), this.noted.get('closed')];
    const each = (from: number | undefined, to: number | undefined): number | undefined =>
      from === undefined || to === undefined || transfers === 0 ? undefined : (to - from) / transfers;
    return { nodeMicros: each(opened?.node, closed?.node), postgresMicros: each(opened?.postgres, closed?.postgres) };
  }
}
