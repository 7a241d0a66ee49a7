import type { Progress } from '../scripts/local-stack/progress.ts';
import { MAX_BATCH_SIZE } from '../src/ledger/core/index.ts';
import { Child } from './children.ts';
import { bytesPerTransfer, withClient, type Environment } from './databases.ts';
import type { PosterWanted } from './poster.ts';

const STRETCH_SECONDS = 10;
const BATCHES_AT_ONCE = 4;

export interface Filled {
  readonly transfers: number;
  readonly seconds: number;
  /** Of a transfer with its entries and all their indexes. */
  readonly bytesPerTransfer: number;
}

/** Posts so many transfers through the ledger, in full batches, as an import would; then tidies up as the server would in time. */
export async function fill(environment: Environment, transfers: number, progress: Progress): Promise<Filled> {
  const startedAt = performance.now();
  const poster = await Child.start('poster.ts', { env: environment });
  let [posted, stretchSeconds] = [0, 1];
  try {
    while (posted < transfers) {
      const window = { warmUpSeconds: 0, seconds: stretchSeconds };
      const request = {
        load: { callers: BATCHES_AT_ONCE },
        window,
        wanted: { spread: 'uniform', bulk: true },
      } as const;
      const driven = await poster.run<PosterWanted>(request, () => undefined);
      posted += driven.posted;
      const leftSeconds = (transfers - posted) / Math.max(driven.perSecond, MAX_BATCH_SIZE);
      stretchSeconds = Math.min(STRETCH_SECONDS, Math.max(leftSeconds, 0.1));
      const minutes = (leftSeconds / 60).toFixed(1);
      progress.note(
        `  ${posted} of ${transfers} transfers, ${Math.round(driven.perSecond)} a second, ${minutes} minutes to go`,
      );
    }
  } finally {
    await poster.stop();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const url = environment.DATABASE_OWNER_URL ?? '';
  await progress.step('Vacuuming', () => withClient(url, (client) => client.query('vacuum analyze')));
  return { transfers: posted, seconds, bytesPerTransfer: await bytesPerTransfer(url) };
}
