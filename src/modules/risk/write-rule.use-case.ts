import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { type Condition, parseCondition } from './condition.ts';
import type { Rule, RuleContent } from './rule.ts';
import { requireRule } from './read-rules.use-case.ts';
import { RulesRepository } from './rules.repository.ts';

/** Every process keeps a copy of those in force, and each movement is held against them. */
const MAX_RULES = 200;

/** What a rule is to say; the condition is whatever was sent. */
export interface WrittenContent extends Omit<RuleContent, 'condition'> {
  readonly condition: unknown;
}

interface RuleCommand {
  readonly reason: string;
  readonly changedBy: string;
}

export interface DraftRuleCommand extends RuleCommand, WrittenContent {
  readonly name: string;
}

export interface RewriteRuleCommand extends RuleCommand, Partial<WrittenContent> {
  readonly id: string;
  readonly expectedVersion?: bigint;
}

/** Writes drafts of rules: they do nothing until somebody moves them on. */
@Injectable()
export class WriteRule {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: RulesRepository,
    private readonly ids: Ids,
  ) {}

  /** The first version of a rule, or its next. Refuses `rule_condition_invalid`, `rule_exists` (a draft of the name) and `too_many_rules`. */
  draft({ name, condition: written, ...command }: DraftRuleCommand): Promise<Rule> {
    const condition = conditionOf(written);
    return this.transactions.run(async (tx) => {
      await this.repository.lock(tx);
      const versions = await this.repository.ofName(tx, name);
      if (versions.some(({ status }) => status === 'draft'))
        throw refuse('rule_exists', 'There is a draft of this name');
      if ((await this.repository.countNotRetired(tx)) >= MAX_RULES) throw refuse('too_many_rules');
      const number = (versions.at(-1)?.number ?? 0) + 1;
      const made = { id: this.ids.next(), name, number, status: 'draft', version: 1 } as const;
      const drafted = await this.repository.insert(tx, { ...command, ...made, condition, authorId: command.changedBy });
      await audit.record(tx, {
        service: 'risk',
        action: 'rule.drafted',
        subjectId: drafted.id,
        after: { name, number },
      });
      return drafted;
    });
  }

  /** Refuses `not_found`, `stale_version`, `rule_not_actionable` (not a draft) and `rule_condition_invalid`. */
  rewrite({ id, condition: written, expectedVersion, ...change }: RewriteRuleCommand): Promise<Rule> {
    const condition = written === undefined ? undefined : conditionOf(written);
    return this.transactions.run(async (tx) => {
      await this.repository.lock(tx);
      const rule = requireRule(await this.repository.find(id, tx), expectedVersion);
      if (rule.status !== 'draft')
        throw refuse('rule_not_actionable', `A rule that is ${rule.status} is not rewritten`);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const content = { ...rule, ...given, condition: condition ?? rule.condition };
      const { reason } = change;
      await audit.record(tx, { service: 'risk', action: 'rule.rewritten', subjectId: id, reason });
      return this.repository.update(tx, { ...content, authorId: change.changedBy, version: rule.version + 1 });
    });
  }
}

/** Refuses `rule_condition_invalid`. */
function conditionOf(written: unknown): Condition {
  const parsed = parseCondition(written);
  if ('problem' in parsed) throw refuse('rule_condition_invalid', parsed.problem);
  return parsed.condition;
}
