import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { RiskChanges } from './risk-changes.ts';
import { requireRule } from './read-rules.use-case.ts';
import type { Rule } from './rule.ts';
import { canBecome, type RuleStatus } from './rule-state.ts';
import { RulesRepository } from './rules.repository.ts';

export interface MoveRuleCommand {
  readonly id: string;
  readonly to: Exclude<RuleStatus, 'draft'>;
  readonly reason: string;
  readonly changedBy: string;
  readonly expectedVersion?: bigint;
}

/**
 * Moves a rule on: into the shadow, live, or out; felt by the next movement in every process. A version that goes live or into the
 * shadow retires the one of its name that was there. Refuses `not_found`, `stale_version`, `rule_not_actionable` and `same_person`:
 * nobody lets decide what they wrote any of.
 */
@Injectable()
export class MoveRule {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: RulesRepository,
    private readonly changes: RiskChanges,
  ) {}

  async execute({ id, to, expectedVersion, ...by }: MoveRuleCommand): Promise<Rule> {
    const moved = await this.transactions.run(async (tx) => {
      await this.repository.lock(tx);
      const rule = requireRule(await this.repository.find(id, tx), expectedVersion);
      if (!canBecome(rule.status, to))
        throw refuse('rule_not_actionable', `A rule that is ${rule.status} cannot become ${to}`);
      if (to === 'live') await this.demandOther(tx, id, by.changedBy);
      if (to !== 'retired') await this.retireOther(tx, rule, to, by);
      return this.moved(tx, rule, to, by);
    });
    await this.changes.felt();
    return moved;
  }

  private async demandOther(tx: Tx, ruleId: string, personId: string): Promise<void> {
    if (await this.repository.isAuthor(tx, ruleId, personId))
      throw refuse('same_person', 'Who wrote any of it does not let it decide');
  }

  private async retireOther(tx: Tx, rule: Rule, status: RuleStatus, by: Pick<MoveRuleCommand, 'reason' | 'changedBy'>) {
    const others = await this.repository.ofName(tx, rule.name);
    for (const other of others.filter((one) => one.status === status)) await this.moved(tx, other, 'retired', by);
  }

  private async moved(
    tx: Tx,
    rule: Rule,
    to: RuleStatus,
    by: Pick<MoveRuleCommand, 'reason' | 'changedBy'>,
  ): Promise<Rule> {
    const after = await this.repository.update(tx, { ...rule, ...by, status: to, version: rule.version + 1 });
    const { reason } = by;
    const [before, status] = [{ status: rule.status }, { status: to }];
    await audit.record(tx, {
      service: 'risk',
      action: 'rule.moved',
      subjectId: rule.id,
      reason,
      before,
      after: status,
    });
    await this.changes.announce(tx, `risk-rule:${rule.id}`, { id: rule.id, status: to });
    return after;
  }
}
