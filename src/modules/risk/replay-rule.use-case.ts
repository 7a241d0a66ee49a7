import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { evaluate } from './evaluate.ts';
import type { History, Signal } from './history.ts';
import type { LoggedMovement } from './logged-movement.ts';
import { timestampOf } from './logged-movement.ts';
import { Looks } from './looks.ts';
import type { Movement } from './movement.ts';
import { type Decision, decisionOf, type Rule } from './rule.ts';
import { requireRule } from './read-rules.use-case.ts';
import { RulesRepository } from './rules.repository.ts';
import { type LogPosition, SignalLog } from './signal-log.repository.ts';

const LIST = 'risk-replay';
/** How much of what came before the page is looked at for the person that the page begins with. */
const LOOKED_BACK = 500;

export interface ReplayQuery extends PageQuery {
  readonly ruleId: string;
  readonly from?: Date;
  readonly to?: Date;
}

/** A movement that the rule would have matched, and what would have come of it. */
export interface Match {
  readonly movement: LoggedMovement;
  /** Whether it matched only because something that it asks for is not known. */
  readonly isUnknown: boolean;
  readonly score: number;
  readonly decision: Decision;
}

export interface Replay {
  /** How many movements of the rule's subjects the page had. */
  readonly looked: number;
  readonly matches: readonly Match[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

/**
 * Says what a rule would have added to what was decided: a page of the log at a time, each movement with what its person had done
 * until then. Nothing is changed. Lists and thresholds are those of today. Refuses `not_found` and `invalid_cursor`.
 */
@Injectable()
export class ReplayRule {
  constructor(
    private readonly rules: RulesRepository,
    private readonly log: SignalLog,
    private readonly looks: Looks,
    private readonly cursors: Cursors,
  ) {}

  async execute({ ruleId, from, to, limit, cursor }: ReplayQuery): Promise<Replay> {
    const rule = requireRule(await this.rules.find(ruleId));
    const filters = { ruleId, from: from?.toISOString(), to: to?.toISOString() };
    const [userId, timestamp] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const after = userId === undefined || timestamp === undefined ? undefined : { userId, timestamp };
    const { page, next } = await this.log.walk(after, limit);
    const looked = page.filter((movement) => isAsked(movement, rule, from, to));
    const before = await this.before(page, after);
    const matches = looked.flatMap((movement) =>
      this.matchOf(rule, movement, historyBefore(movement, [...before, ...page])),
    );
    const nextCursor = next ? this.cursors.encode(LIST, filters, [next.userId, next.timestamp]) : null;
    return { looked: looked.length, matches, hasMore: next !== undefined, nextCursor };
  }

  // A person's movements stand together: only the first person of a page may have some before it.
  private async before([first]: readonly LoggedMovement[], after: LogPosition | undefined): Promise<LoggedMovement[]> {
    if (first === undefined || first.userId !== after?.userId) return [];
    return this.log.ofPerson(first.userId, timestampOf(first), LOOKED_BACK);
  }

  private matchOf(rule: Rule, movement: LoggedMovement, history: History): Match[] {
    const { atMs } = movement;
    const seen = { movement: movement as Movement, atMs, history, listed: this.looks.listed(movement).listed };
    const truth = evaluate(rule.condition, seen);
    if (!(truth ?? rule.whenUnknown === 'closed')) return [];
    const score = movement.score + rule.score;
    return [{ movement, isUnknown: truth === undefined, score, decision: decisionOf(score, this.looks.thresholds) }];
  }
}

function isAsked({ subject, atMs }: LoggedMovement, { subjects }: Rule, from?: Date, to?: Date): boolean {
  if (!subjects.includes(subject)) return false;
  return (from === undefined || atMs >= from.getTime()) && (to === undefined || atMs < to.getTime());
}

/** What the person had done until then: what was refused did not happen. */
function historyBefore(movement: LoggedMovement, all: readonly LoggedMovement[]): History {
  const earlier = all.filter(
    ({ userId, id, atMs, decision }) =>
      userId === movement.userId &&
      id !== movement.id &&
      atMs <= movement.atMs &&
      decision !== 'block' &&
      decision !== 'review',
  );
  const signals: Signal[] = earlier.sort((one, other) => one.atMs - other.atMs);
  return { signals, payees: new Map(), devices: new Map() };
}
