/**
 * The life of a dispute: from each status, the ones that the provider may move it to. Checked at boot. A `warning` is a
 * question that may become a dispute; `closed` is one that did not. The bank may let us win what was lost.
 */
export const DISPUTE_TRANSITIONS = {
  warning: ['opened', 'under_review', 'won', 'lost', 'closed'],
  opened: ['under_review', 'won', 'lost'],
  under_review: ['won', 'lost'],
  closed: ['opened', 'under_review', 'won', 'lost'],
  lost: ['won'],
  won: [],
} as const satisfies Record<string, readonly string[]>;

export type DisputeStatus = keyof typeof DISPUTE_TRANSITIONS;

export const DISPUTE_STATUSES = Object.keys(DISPUTE_TRANSITIONS) as DisputeStatus[];
export const INITIAL_DISPUTE_STATUS: DisputeStatus = 'warning';
export const TERMINAL_DISPUTE_STATUSES: readonly DisputeStatus[] = ['won'];

const RESTING: readonly DisputeStatus[] = ['closed', 'lost', 'won'];

/** Those of which the bank's last word is yet to come. */
export const UNDECIDED_STATUSES = DISPUTE_STATUSES.filter((status) => !RESTING.includes(status));

const ANSWERABLE: readonly DisputeStatus[] = ['warning', 'opened'];

/** Where the money of a dispute is: its wallet's, kept by us until the bank decides, or gone to the owner of the card. */
export type DisputeMoney = 'free' | 'kept' | 'gone';

const MONEY: Readonly<Record<DisputeStatus, DisputeMoney>> = {
  warning: 'free',
  closed: 'free',
  won: 'free',
  opened: 'kept',
  under_review: 'kept',
  lost: 'gone',
};

/** Those whose money is kept until the bank decides. */
export const KEEPING_STATUSES = DISPUTE_STATUSES.filter((status) => MONEY[status] === 'kept');

/** The card owner's objection to a payment. Amounts in minor units. */
export interface Dispute {
  readonly id: string;
  readonly paymentId: string;
  readonly provider: string;
  /** The provider's name for it. */
  readonly reference: string;
  readonly status: DisputeStatus;
  readonly reason: string;
  readonly amount: bigint;
  readonly currency: string;
  /** What the wallet did not have when the money was kept, and was not collected since. */
  readonly owed: bigint;
  /** What of the debt was given up. */
  readonly writtenOff: bigint;
  /** When it is collected next; null when nothing is owed, or nobody is left who could pay. */
  readonly collectAt: Date | null;
  readonly evidenceDueAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What debts are listed by: those that are collected still, and those that only a write-off ends. */
export const DEBTS = ['collected', 'to_write_off'] as const;
export type DebtKind = (typeof DEBTS)[number];

export function moneyAt(status: DisputeStatus): DisputeMoney {
  return MONEY[status];
}

/** Whether the provider is not asked about it any more, unless something is heard of it. */
export function isResting(status: DisputeStatus): boolean {
  return RESTING.includes(status);
}

export function mayBecome(from: DisputeStatus, to: DisputeStatus): boolean {
  const targets: readonly DisputeStatus[] = DISPUTE_TRANSITIONS[from];
  return targets.includes(to);
}

/** Whether evidence still helps: the bank waits for it, and its deadline has not passed. */
export function isAnswerable({ status, evidenceDueAt }: Pick<Dispute, 'status' | 'evidenceDueAt'>, now: Date): boolean {
  return ANSWERABLE.includes(status) && (evidenceDueAt === null || now < evidenceDueAt);
}
