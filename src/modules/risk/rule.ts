import type { Condition } from './condition.ts';
import { type Circumstances, evaluate } from './evaluate.ts';
import type { Subject } from './movement.ts';
import type { RuleStatus } from './rule-state.ts';

/** How a rule may be named. */
export const RULE_NAME = /^[a-z][a-z0-9_]{1,49}$/;

/** What counts when something that a rule asks for is not known: closed is as if it matched. */
export const WHEN_UNKNOWN = ['open', 'closed'] as const;
export type WhenUnknown = (typeof WHEN_UNKNOWN)[number];

/** What of a rule decides; it never changes but in a draft. */
export interface RuleContent {
  readonly description: string;
  readonly subjects: readonly Subject[];
  readonly condition: Condition;
  /** What a match adds to the score of a movement. */
  readonly score: number;
  readonly whenUnknown: WhenUnknown;
}

/** One version of a rule. */
export interface Rule extends RuleContent {
  readonly id: string;
  readonly name: string;
  /** Of its name: the first is 1. */
  readonly number: number;
  readonly status: RuleStatus;
  /** Who wrote what is in it. */
  readonly authorId: string;
  /** Grows by one with each change of this row. */
  readonly version: number;
  readonly reason: string;
  readonly changedBy: string;
  readonly changedAt: Date;
}

/** One line of a rule's history. */
export interface RuleChange extends Pick<Rule, 'version' | 'status' | 'reason' | 'changedBy' | 'changedAt'> {
  /** Null when it was made. */
  readonly statusBefore: RuleStatus | null;
  readonly content: RuleContent;
}

/** What of a rule is needed to decide. */
export type ActiveRule = Pick<
  Rule,
  'id' | 'name' | 'number' | 'status' | 'subjects' | 'condition' | 'score' | 'whenUnknown'
>;

export const DECISIONS = ['allow', 'review', 'block'] as const;
export type Decision = (typeof DECISIONS)[number];

/** From which scores on. */
export interface Thresholds {
  readonly review: number;
  readonly block: number;
}

/** What was decided, and why: the rules that matched, by name and number. */
export interface Judgement {
  readonly decision: Decision;
  readonly score: number;
  readonly reasons: readonly string[];
}

/** Adds up the scores of the rules that match. */
export function judge(rules: readonly ActiveRule[], seen: Circumstances, { review, block }: Thresholds): Judgement {
  const matched = rules.filter((rule) => matches(rule, seen));
  const score = matched.reduce((sum, rule) => sum + rule.score, 0);
  const reasons = matched.map(({ name, number }) => `rule:${name}:${number}`);
  return { decision: decisionOf(score, { review, block }), score, reasons };
}

function matches({ condition, whenUnknown }: ActiveRule, seen: Circumstances): boolean {
  return evaluate(condition, seen) ?? whenUnknown === 'closed';
}

/** Blocking first: thresholds may cross. */
export function decisionOf(score: number, { review, block }: Thresholds): Decision {
  if (score >= block) return 'block';
  return score >= review ? 'review' : 'allow';
}
