// Child: the poster in process, as a use case calls it: one transfer and its idempotency claim a call.
import { randomUUID } from 'node:crypto';
import { MAX_BATCH_SIZE, type LedgerCommand } from '../src/ledger/core/index.ts';
import type { Ledger } from '../src/ledger/index.ts';
import { endWithParent, serveRuns, tell } from './child-side.ts';
import type { Send } from './drive.ts';
import { openLedger } from './in-app.ts';
import { CURRENCY, pick, randomAmountMinor, readWallets, type Spread } from './wallets.ts';

/** One by one under claims; or in full batches without, to fill the books. */
export interface PosterWanted {
  readonly spread: Spread;
  readonly bulk?: boolean;
}

const FINGERPRINT = randomUUID();

endWithParent();
const { ledger } = await openLedger();
const wallets = await readWallets();
serveRuns<PosterWanted>(async ({ wanted }) => ({
  send: wanted.bulk ? bulkSender(ledger) : sender(ledger, wanted.spread),
}));
tell({ ready: true });

function sender(poster: Ledger, spread: Spread): Send {
  return async () => {
    const claim = { scope: randomUUID(), fingerprint: FINGERPRINT };
    const { verdicts } = await poster.postOnce(claim, [transfer(poster, spread)]);
    return posted(verdicts);
  };
}

function bulkSender(poster: Ledger): Send {
  return async () =>
    posted(await poster.post(Array.from({ length: MAX_BATCH_SIZE }, () => transfer(poster, 'uniform'))));
}

function transfer(poster: Ledger, spread: Spread): LedgerCommand {
  const [from, to] = pick(wallets, spread);
  return {
    ...{ op: 'transfer', kind: 'transfer', id: poster.newTransferId(), debit: from.id, credit: to.id },
    ...{ amount: BigInt(randomAmountMinor()), asset: CURRENCY },
  };
}

function posted(verdicts: readonly { outcome: string }[]): number {
  return verdicts.filter(({ outcome }) => outcome === 'posted').length;
}
