import { Injectable } from '@nestjs/common';
import { StatementsRepository, type Account, type ListedEntry } from '../../ledger/index.ts';
import { keptScope } from '../../platform/postgres/index.ts';
import type { Page } from '../../shared/page.ts';
import { periodOf } from '../../shared/period.ts';
import { Wallets } from '../wallets/index.ts';
import type { Statement, StatementFormat, StatementLines } from './statement.ts';
import { StatementDrafts } from './statement-drafts.ts';
import { StatementPositions } from './statement-positions.ts';

export interface StatementQuery {
  readonly from: string;
  readonly to: string;
  readonly format: StatementFormat;
  readonly limit: number;
  readonly cursor?: string;
}

export type StatementAnswer =
  | { readonly format: 'json'; readonly statement: Statement; readonly page: Page<ListedEntry> }
  | { readonly format: 'csv' | 'pdf'; readonly statement: Statement; readonly lines: StatementLines };

const LINES_AT_A_TIME = 500;

/**
 * An account's statement over a period: in pages, or whole as a file. Which entries it has is fixed when it is begun.
 * Refuses `not_found`, `period_invalid`, `before_retention`, `report_too_large` and `invalid_cursor`.
 */
@Injectable()
export class ReadStatement {
  constructor(
    private readonly wallets: Wallets,
    private readonly drafts: StatementDrafts,
    private readonly positions: StatementPositions,
    private readonly statements: StatementsRepository,
  ) {}

  /** Of a wallet of the user's. */
  async ofWallet(userId: string, walletId: string, query: StatementQuery): Promise<StatementAnswer> {
    return this.answer(await this.wallets.owned(userId, walletId), query);
  }

  /** Of any account, for who may read the books. */
  async ofAccount(accountId: string, query: StatementQuery): Promise<StatementAnswer> {
    return this.answer(await this.wallets.anyAccount(accountId), query);
  }

  private async answer(account: Account, query: StatementQuery): Promise<StatementAnswer> {
    const period = periodOf(query.from, query.to);
    const position = this.positions.decode(account.id, query);
    const statement = await this.drafts.make(account, period, query.format, position);
    if (query.format !== 'json')
      return { format: query.format, statement, lines: this.linesOf(statement, keptScope()) };

    const after = position?.after ?? statement.range.opening;
    const lines = await this.statements.lines(account.id, statement.range, after, query.limit);
    const next = lines.at(-1)?.version ?? statement.range.closing;
    const hasMore = next < statement.range.closing;
    const nextCursor = hasMore ? this.positions.encode(account.id, query, statement, next) : null;
    return { format: 'json', statement, page: { data: lines, hasMore, nextCursor } };
  }

  // It goes on when the reader's connection takes more, which is in nobody's request.
  private async *linesOf(
    { account, range }: Statement,
    asReader: ReturnType<typeof keptScope>,
  ): AsyncGenerator<readonly ListedEntry[]> {
    let after = range.opening;
    while (after < range.closing) {
      const lines = await asReader(() => this.statements.lines(account.id, range, after, LINES_AT_A_TIME));
      after = lines.at(-1)?.version ?? range.closing;
      yield lines;
    }
  }
}
