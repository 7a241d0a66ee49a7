import { nextInquiryAt } from './inquiry-schedule.ts';
import type { RefundOutcome } from './payment-provider.ts';

/** The life of a refund. Checked at boot. A bank may send back what it had taken, so one that succeeded may fail. */
export const REFUND_TRANSITIONS = {
  pending: ['succeeded', 'failed', 'unknown'],
  unknown: ['succeeded', 'failed', 'pending'],
  succeeded: ['failed'],
  failed: [],
} as const satisfies Record<string, readonly string[]>;

export type RefundStatus = keyof typeof REFUND_TRANSITIONS;

export const REFUND_STATUSES = Object.keys(REFUND_TRANSITIONS) as RefundStatus[];
export const INITIAL_REFUND_STATUS: RefundStatus = 'pending';
export const TERMINAL_REFUND_STATUSES: readonly RefundStatus[] = ['failed'];
/** Those that the provider may be asked about. */
export const OPEN_REFUND_STATUSES = REFUND_STATUSES.filter((status) => !TERMINAL_REFUND_STATUSES.includes(status));

const SETTLED: readonly RefundStatus[] = ['succeeded', 'failed'];
/** The provider has yet to say what became of it. */
export const UNSETTLED_REFUND_STATUSES = REFUND_STATUSES.filter((status) => !SETTLED.includes(status));

/** (A part of) a payment on its way back to where it came from. Amounts in minor units. */
export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: bigint;
  readonly status: RefundStatus;
  readonly reason: string | null;
  readonly providerReference: string | null;
  readonly failureCode: string | null;
  /** Took the money out of the wallet, when the refund was asked for. */
  readonly transferId: string;
  /** Put it back, when the provider refused. */
  readonly reversalId: string | null;
  readonly inquiries: number;
  readonly inquireAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What to write of a refund. */
export interface RefundChange {
  readonly status: RefundStatus;
  readonly providerReference: string | null;
  readonly failureCode: string | null;
  readonly inquireAt: Date | null;
}

/** Whether it is not asked about any more, unless something is heard of it. */
export function isSettled(status: RefundStatus): boolean {
  return SETTLED.includes(status);
}

/** What an outcome changes; undefined when it changes nothing: the refund is settled, or is where the outcome says. */
export function refundChangeBy(refund: Refund, outcome: RefundOutcome, now: Date): RefundChange | undefined {
  const targets: readonly RefundStatus[] = REFUND_TRANSITIONS[refund.status];
  const acknowledged =
    refund.providerReference === null && outcome.reference !== undefined && !isSettled(refund.status);
  const stays = refund.status === outcome.status;
  if (stays ? !acknowledged : !targets.includes(outcome.status)) return undefined;
  return {
    status: outcome.status,
    providerReference: outcome.reference ?? refund.providerReference,
    failureCode: outcome.status === 'failed' ? (outcome.failureCode ?? null) : null,
    inquireAt: isSettled(outcome.status) ? null : nextInquiryAt(refund, now),
  };
}

/** Whether an outcome says the contrary of what the refund has come to for good: money that somebody must look after. */
export function contradictsRefund(refund: Refund, outcome: RefundOutcome): boolean {
  return refund.status === 'failed' && outcome.status === 'succeeded';
}
