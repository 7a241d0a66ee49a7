import { assertTransitions } from '../../shared/transitions.ts';

export const RULE_STATUSES = ['draft', 'shadow', 'live', 'retired'] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

/** A draft is written; a shadow is looked at and does nothing; a live one decides. */
const TRANSITIONS: Readonly<Record<RuleStatus, readonly RuleStatus[]>> = {
  draft: ['shadow', 'live', 'retired'],
  shadow: ['live', 'retired'],
  live: ['shadow', 'retired'],
  retired: [],
};

export function assertRuleTransitions(): void {
  assertTransitions(TRANSITIONS, 'draft', ['retired']);
}

export function canBecome(from: RuleStatus, to: RuleStatus): boolean {
  return TRANSITIONS[from].includes(to);
}
