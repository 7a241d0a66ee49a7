import type { DisputeStatus } from './dispute.ts';
import type { PayoutStatus } from './payout.ts';

/** Our account at the configured provider, or null when there is none. */
export const PROVIDER_ACCOUNT = Symbol('PROVIDER_ACCOUNT');

export type SubjectKind = 'dispute' | 'payout';

/** What a provider is asked about by its own name for it. */
export interface SubjectName {
  readonly kind: SubjectKind;
  readonly reference: string;
}

/** How a dispute stands, as far as the provider says. */
export interface DisputeReport {
  readonly reference: string;
  /** The payment of ours that it is about; none when the charge was not ours. */
  readonly paymentId?: string;
  readonly status: DisputeStatus;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** In the provider's words, such as `fraudulent`. */
  readonly reason: string;
  readonly evidenceDueAt: Date | null;
  /** How often evidence was submitted to it, by us or by hand. */
  readonly submissions: number;
}

/** A document that the provider has, and what it shows. */
export interface EvidenceDocument {
  readonly kind: EvidenceKind;
  /** The provider's name for the file. */
  readonly reference: string;
}

export const EVIDENCE_KINDS = [
  'receipt',
  'customer_communication',
  'service_documentation',
  'refund_policy',
  'other',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export interface EvidenceRequest {
  /** The evidence's id. */
  readonly idempotencyKey: string;
  /** The provider's name for the dispute. */
  readonly dispute: string;
  readonly text: string | null;
  readonly documents: readonly EvidenceDocument[];
}

export interface EvidenceOutcome {
  readonly status: 'accepted' | 'refused';
  readonly failureCode?: string;
}

/** What was paid out to our bank; a negative amount was taken from there. */
export interface PayoutReport {
  readonly reference: string;
  readonly status: Exclude<PayoutStatus, 'returned'>;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The provider's name for our bank account. */
  readonly destination: string;
  readonly arrivesAt: Date | null;
  readonly failureCode?: string;
}

export interface Money {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** That a provider settles in another currency than it was paid in. */
export interface Conversion {
  /** In the provider's digits: one unit of what it was paid in is so many of what it settles in. */
  readonly rate: string;
  /** What was converted, negative when it left the balance; absent when the provider does not say it. */
  readonly from?: Money;
}

/** Something that happened to our balance. Amounts in minor units; what left the balance is negative, a fee is positive. */
export interface BalanceChange {
  readonly reference: string;
  /** In the provider's words, such as `charge`, `refund_failure`, `payout`. */
  readonly type: string;
  readonly amountMinor: bigint;
  /** What the provider kept for itself on top of the amount. */
  readonly feeMinor: bigint;
  readonly currency: string;
  /** When the amount was converted to this currency. */
  readonly conversion?: Conversion;
  readonly occurredAt: Date;
  readonly paymentId?: string;
  /** The refund of ours that it is about, as the provider kept it; none when it was made by somebody else. */
  readonly refundId?: string;
  readonly subject?: SubjectName;
}

export interface Period {
  readonly since: Date;
  readonly until: Date;
}

export interface BalancePage {
  readonly changes: readonly BalanceChange[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string;
}

/** Our account at the provider: what is taken from it and what it pays out. Every call leaves our process, and may fail or hang. */
export interface ProviderAccount {
  readonly name: string;
  dispute(reference: string): Promise<DisputeReport>;
  /** Submitting what was submitted already changes nothing. */
  submitEvidence(request: EvidenceRequest): Promise<EvidenceOutcome>;
  payout(reference: string): Promise<PayoutReport>;
  /** What happened to the balance in that time, in any order, a page at a time. */
  balanceChanges(time: Period, after?: string): Promise<BalancePage>;
}
