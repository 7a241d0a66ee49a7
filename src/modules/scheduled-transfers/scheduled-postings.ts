import { Injectable } from '@nestjs/common';
import type { Verdict } from '../../ledger/core/index.ts';
import { Ledger, refusalCode } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Users } from '../users/index.ts';
import { Risk } from '../risk/index.ts';
import { AmountLimits } from '../wallets/index.ts';
import { commandOf, movementOf, type ScheduledTransfer } from './scheduled-transfer.ts';

type Outcome = Pick<ScheduledTransfer, 'status' | 'refusalCode'>;

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
    private readonly risk: Risk,
  ) {}

  /** Posts in the order given. Who may not sign in any more does not pay either, whatever they promised before. */
  async post(tx: Tx, due: readonly ScheduledTransfer[]): Promise<Decided[]> {
    const active = await this.activeAmong(tx, new Set(due.map(({ userId }) => userId)));
    const refused = due.flatMap((scheduled) => this.refusedBefore(scheduled, active));
    const isRefused = new Set(refused.map(({ scheduled }) => scheduled));
    const allowed = due.filter((scheduled) => !isRefused.has(scheduled));
    const verdicts = allowed.length === 0 ? [] : await this.ledger.postIn(tx, allowed.map(commandOf));
    return [...allowed.map((scheduled, nth) => ({ scheduled, outcome: outcomeOf(verdicts[nth]) })), ...refused];
  }

  // What is refused before the ledger is asked.
  private refusedBefore(scheduled: ScheduledTransfer, active: ReadonlySet<string>): Decided[] {
    if (!active.has(scheduled.userId)) return [{ scheduled, outcome: FORBIDDEN }];
    const isBlocked = this.risk.blocks(movementOf(scheduled));
    const code = isBlocked ? 'risk_blocked' : this.limits.refusalOf(scheduled)?.code;
    return code ? [{ scheduled, outcome: { status: 'refused', refusalCode: code } }] : [];
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
