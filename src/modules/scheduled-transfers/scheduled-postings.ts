import { Injectable } from '@nestjs/common';
import type { Verdict } from '../../ledger/core/index.ts';
import { Ledger, refusalCode } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Users } from '../users/index.ts';
import { PromisedRisk, type PromiseVerdict } from '../risk/index.ts';
import { AmountLimits } from '../wallets/index.ts';
import { commandOf, type ScheduledTransfer } from './scheduled-transfer.ts';
import type { JudgedTransfers } from './scheduled-risk.ts';

type Outcome = Pick<ScheduledTransfer, 'status' | 'refusalCode'> & Partial<Pick<ScheduledTransfer, 'reviewId'>>;

/** A scheduled transfer whose time has come, and what came of it. */
export interface Decided {
  readonly scheduled: ScheduledTransfer;
  readonly outcome: Outcome;
}

const FORBIDDEN: Outcome = { status: 'refused', refusalCode: 'forbidden' };

/** Moves the money of scheduled transfers, in the caller's transaction. */
@Injectable()
export class ScheduledPostings {
  constructor(
    private readonly users: Users,
    private readonly ledger: Ledger,
    private readonly limits: AmountLimits,
    private readonly risk: PromisedRisk,
  ) {}

  /**
   * Posts in the order given. Who may not sign in any more does not pay either, whatever they promised before. What risk cannot
   * decide yet, or was not asked about, is left as it is.
   */
  async post(tx: Tx, due: readonly ScheduledTransfer[], judged: JudgedTransfers): Promise<Decided[]> {
    const active = await this.activeAmong(tx, new Set(due.map(({ userId }) => userId)));
    const allowed: ScheduledTransfer[] = [];
    const decided: Decided[] = [];
    for (const scheduled of due) {
      const verdict = judged.get(scheduled.id) ?? { outcome: 'later' };
      const outcome = active.has(scheduled.userId) ? await this.outcomeBefore(tx, scheduled, verdict) : FORBIDDEN;
      if (outcome === 'post') allowed.push(scheduled);
      else if (outcome !== 'later') decided.push({ scheduled, outcome });
    }
    const verdicts = allowed.length === 0 ? [] : await this.ledger.postIn(tx, allowed.map(commandOf));
    return [...allowed.map((scheduled, nth) => ({ scheduled, outcome: outcomeOf(verdicts[nth]) })), ...decided];
  }

  // What is known before the ledger is asked.
  private async outcomeBefore(
    tx: Tx,
    scheduled: ScheduledTransfer,
    verdict: PromiseVerdict,
  ): Promise<Outcome | 'post' | 'later'> {
    const limit = this.limits.refusalOf(scheduled);
    if (limit) return { status: 'refused', refusalCode: limit.code };
    if (verdict.outcome === 'later') return 'later';
    if (verdict.outcome === 'allow') return 'post';
    const decisionId = verdict.judged && (await this.risk.writeDown(tx, verdict.judged));
    if (verdict.outcome === 'refuse') return { status: 'refused', refusalCode: verdict.code };
    return { status: 'in_review', refusalCode: null, reviewId: decisionId };
  }

  private async activeAmong(tx: Tx, userIds: ReadonlySet<string>): Promise<Set<string>> {
    const users = await this.users.findMany([...userIds], tx);
    return new Set(users.filter(({ status }) => status === 'active').map(({ id }) => id));
  }
}

// `exists` is a transfer that was posted under this id before: the same one, for nobody else knows the id.
function outcomeOf(verdict: Verdict | undefined): Outcome {
  if (!verdict) throw new Error('the ledger gave no verdict on a scheduled transfer');
  if (verdict.outcome === 'refused') return { status: 'refused', refusalCode: refusalCode(verdict.code) };
  return { status: 'posted', refusalCode: null };
}
