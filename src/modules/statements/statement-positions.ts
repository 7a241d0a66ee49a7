import { Injectable } from '@nestjs/common';
import type { StatementRange, StatementSummary } from '../../ledger/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { refuse } from '../../shared/refusal.ts';

/** How far a statement was read, and what it was when its first page was: later pages are of the same statement. */
export interface StatementPosition {
  readonly range: StatementRange;
  readonly summary: StatementSummary;
  readonly after: bigint;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly format: string;
  readonly cursor?: string;
}

const LIST = 'statement';

/** The cursors of statements. They are signed, so that what they carry can be believed. */
@Injectable()
export class StatementPositions {
  constructor(private readonly cursors: Cursors) {}

  /** Undefined for the first page. Refuses `invalid_cursor`, also for a file, which has no pages. */
  decode(accountId: string, { from, to, format, cursor }: Asked): StatementPosition | undefined {
    if (cursor !== undefined && format !== 'json')
      throw refuse('invalid_cursor', 'A file is whole; it takes no cursor');
    const numbers = this.cursors.decode(LIST, { accountId, from, to }, cursor)?.map(BigInt);
    if (!numbers) return undefined;
    const [
      opening = 0n,
      closing = 0n,
      openingBalance = 0n,
      totalIn = 0n,
      totalOut = 0n,
      closingBalance = 0n,
      after = 0n,
    ] = numbers;
    return {
      range: { opening, closing },
      summary: { openingBalance, totalIn, totalOut, closingBalance },
      after,
    };
  }

  encode(
    accountId: string,
    { from, to }: Asked,
    { range, summary }: Omit<StatementPosition, 'after'>,
    after: bigint,
  ): string {
    const { openingBalance, totalIn, totalOut, closingBalance } = summary;
    const numbers = [range.opening, range.closing, openingBalance, totalIn, totalOut, closingBalance, after];
    return this.cursors.encode(LIST, { accountId, from, to }, numbers.map(String));
  }
}
