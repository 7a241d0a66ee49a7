import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Condition } from './condition.ts';
import type { Subject } from './movement.ts';
import type { Rule, RuleChange, RuleContent, WhenUnknown } from './rule.ts';
import type { RuleStatus } from './rule-state.ts';

type Row = Prisma.RiskRuleGetPayload<object>;

/** Versions of rules. PostgreSQL itself writes the history of them. */
@Injectable()
export class RulesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Whoever changes a rule takes turns until the transaction ends: rules are few, and changed seldom. */
  async lock(tx: Tx): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('risk:rules', 0))`;
  }

  /** Those that are looked at with each movement. */
  async active(): Promise<Rule[]> {
    const where = { status: { in: ['live', 'shadow'] satisfies RuleStatus[] } };
    return (await this.postgres.prisma.riskRule.findMany({ where, orderBy: { name: 'asc' } })).map(toRule);
  }

  async countNotRetired(tx: Tx): Promise<number> {
    return tx.riskRule.count({ where: { status: { not: 'retired' satisfies RuleStatus } } });
  }

  async find(id: string, reader: Tx = this.postgres.prisma): Promise<Rule | undefined> {
    const row = await reader.riskRule.findUnique({ where: { id } });
    return row ? toRule(row) : undefined;
  }

  /** Whether the person wrote any of this version. */
  async isAuthor(tx: Tx, ruleId: string, personId: string): Promise<boolean> {
    const where = { ruleId, changedBy: personId, status: 'draft' satisfies RuleStatus };
    return (await tx.riskRuleChange.findFirst({ where, select: { version: true } })) !== null;
  }

  async ofName(tx: Tx, name: string): Promise<Rule[]> {
    return (await tx.riskRule.findMany({ where: { name }, orderBy: { number: 'asc' } })).map(toRule);
  }

  /** Newest first, `limit + 1` rows at most. */
  async list(
    filter: { status?: RuleStatus; name?: string },
    beforeId: string | undefined,
    limit: number,
  ): Promise<Rule[]> {
    const rows = await this.postgres.prisma.riskRule.findMany({
      where: { ...filter, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toRule);
  }

  async insert(tx: Tx, rule: Omit<Rule, 'changedAt'>): Promise<Rule> {
    return toRule(
      await tx.riskRule.create({ data: { ...this.dataOf(rule), id: rule.id, name: rule.name, number: rule.number } }),
    );
  }

  async update(tx: Tx, rule: Omit<Rule, 'changedAt'>): Promise<Rule> {
    return toRule(await tx.riskRule.update({ where: { id: rule.id }, data: this.dataOf(rule) }));
  }

  /** Newest first, `limit + 1` rows at most. */
  async history(ruleId: string, beforeVersion: number | undefined, limit: number): Promise<RuleChange[]> {
    const rows = await this.postgres.prisma.riskRuleChange.findMany({
      where: { ruleId, version: { lt: beforeVersion } },
      orderBy: { version: 'desc' },
      take: limit + 1,
    });
    return rows.map(({ content, status, statusBefore, ...row }) => ({
      ...{ ...row, status: status as RuleStatus, statusBefore: statusBefore as RuleStatus | null },
      content: content as unknown as RuleContent,
    }));
  }

  private dataOf(rule: Omit<Rule, 'changedAt'>) {
    const { status, description, subjects, condition, score, whenUnknown, authorId, version, reason, changedBy } = rule;
    return {
      ...{
        status,
        description,
        subjects: [...subjects],
        condition: condition as Prisma.InputJsonObject,
        score,
        whenUnknown,
      },
      ...{ authorId, version, reason, changedBy, changedAt: this.clock.now() },
    };
  }
}

// What is in the table was checked before it came there.
function toRule(row: Row): Rule {
  return {
    ...row,
    status: row.status as RuleStatus,
    subjects: row.subjects as Subject[],
    condition: row.condition as unknown as Condition,
    whenUnknown: row.whenUnknown as WhenUnknown,
  };
}
