import { Injectable } from '@nestjs/common';
import { AssetsRepository, StatementsRepository, type Account } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Period } from '../../shared/period.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { lineCount, MAX_LINES, type Statement, type StatementFormat } from './statement.ts';
import type { StatementPosition } from './statement-positions.ts';

/** Begins statements: fixes which entries they have, and reads what stands above the lines. */
@Injectable()
export class StatementDrafts {
  constructor(
    private readonly statements: StatementsRepository,
    private readonly assets: AssetsRepository,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  /** Anew, or as it was at an earlier page. Refuses `report_too_large`. */
  async make(
    account: Account,
    period: Period,
    format: StatementFormat,
    earlier?: Omit<StatementPosition, 'after'>,
  ): Promise<Statement> {
    const range = earlier?.range ?? (await this.statements.range(account.id, period.from, period.to));
    if (lineCount({ range }) > MAX_LINES[format])
      throw refuse('report_too_large', `As ${format} a statement has at most ${MAX_LINES[format]} lines`);

    const [summary, scales, holder] = await Promise.all([
      earlier?.summary ?? this.statements.summary(account, range),
      this.assets.scales([account.asset]),
      format === 'pdf' ? this.holderOf(account) : null,
    ]);
    const scale = scales.get(account.asset) ?? 0;
    return { account, period, range, summary, scale, holder, madeAt: this.clock.now() };
  }

  private async holderOf({ kind, ownerId }: Account): Promise<string | null> {
    const holder = kind === 'wallet' && ownerId ? await this.users.findById(ownerId) : undefined;
    return holder ? `${holder.firstName} ${holder.lastName}` : null;
  }
}
