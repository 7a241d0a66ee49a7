import type { SecondedRequest } from '../../shared/maker-checker.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Dispute } from './dispute.ts';
import type { Payment } from './payment.ts';

/** (A part of) what somebody owes for a dispute, given up: asked for by one person and posted when another approves. */
export interface WriteOff extends SecondedRequest {
  readonly id: string;
  readonly disputeId: string;
  /** Of the transfer that it becomes. */
  readonly transferId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  /** Why, in the maker's words. For who decides and for who audits, not for who owes. */
  readonly reason: string;
  readonly createdAt: Date;
}

/** A debt, and whose it is. */
export interface Debt {
  readonly dispute: Dispute;
  readonly payment: Payment;
}

/** Refuses `write_off_exceeds_debt`. */
export function demandOwed({ owed }: Dispute, amount: bigint): void {
  if (amount > owed) throw refuse('write_off_exceeds_debt');
}

/** Anybody's debt is written off but one's own. Refuses `forbidden`. */
export function demandSomebodyElses({ payment }: Debt, personId: string): void {
  if (payment.userId === personId) throw refuse('forbidden', 'Nobody writes off what they owe themselves');
}
