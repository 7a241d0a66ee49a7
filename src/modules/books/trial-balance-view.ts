import type { TrialBalanceLine } from '../../ledger/index.ts';
import { wideOnWire } from '../../shared/money-on-wire.ts';
import type { TrialBalanceDto } from './books.dto.ts';

/** The trial balance on the wire. Sums over all accounts may be beyond what a JSON number carries; those are strings. */
export function trialBalanceView(lines: readonly TrialBalanceLine[]): TrialBalanceDto {
  return {
    balanced: lines.every(({ debits, credits }) => debits === credits),
    assets: lines.map(({ asset, debits, credits }) => ({
      asset,
      debits: wideOnWire(debits),
      credits: wideOnWire(credits),
      net: wideOnWire(debits - credits),
    })),
  };
}
