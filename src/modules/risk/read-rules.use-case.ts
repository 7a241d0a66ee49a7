import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Rule, RuleChange } from './rule.ts';
import type { RuleStatus } from './rule-state.ts';
import { RulesRepository } from './rules.repository.ts';

const LIST = 'risk-rules';
const HISTORY = 'risk-rule-history';

export interface RulesQuery extends PageQuery {
  readonly status?: RuleStatus;
  readonly name?: string;
}

/** Rules as PostgreSQL has them. Refuses `invalid_cursor`. */
@Injectable()
export class ReadRules {
  constructor(
    private readonly repository: RulesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Versions of rules, newest first. */
  async list({ limit, cursor, ...filter }: RulesQuery): Promise<Page<Rule>> {
    const [beforeId] = this.cursors.decode(LIST, { ...filter }, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.repository.list(filter, beforeId, limit), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, { ...filter }, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }

  /** Refuses `not_found`. */
  async read(id: string): Promise<Rule> {
    return requireRule(await this.repository.find(id));
  }

  /** Newest first. Refuses `not_found`. */
  async history(id: string, { limit, cursor }: PageQuery): Promise<Page<RuleChange>> {
    await this.read(id);
    const position = this.cursors.decode(HISTORY, { id }, cursor)?.[0];
    const before = position === undefined ? undefined : Number(position);
    const { rows, hasMore } = pageOf(await this.repository.history(id, before, limit), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(HISTORY, { id }, [String(last.version)]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}

/** Refuses `not_found` and `stale_version`. */
export function requireRule(rule: Rule | undefined, expectedVersion?: bigint): Rule {
  if (!rule) throw refuse('not_found', 'There is no such rule');
  if (expectedVersion !== undefined && expectedVersion !== BigInt(rule.version)) throw refuse('stale_version');
  return rule;
}
