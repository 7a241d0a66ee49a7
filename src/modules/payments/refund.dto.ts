import { AmountMinor } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { Reason } from '../../platform/http/reason.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Refund, RefundStatus } from './refund.ts';

export class RequestRefundDto {
  /** Minor units; all that may still be refunded when absent. */
  @OptionalField()
  @AmountMinor()
  amount?: number;

  /** @example 'Topped up twice' */
  @OptionalField()
  @Reason()
  reason?: string;
}

export class RefundDto {
  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5d */
  id!: string;
  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5c */
  paymentId!: string;
  /** @example succeeded */
  status!: RefundStatus;
  /**
   * In minor units.
   * @example 500
   */
  amount!: number;
  /** @example 'Topped up twice' */
  reason!: string | null;
  /**
   * Why the provider refused it.
   * @example null
   */
  failureCode!: string | null;
  /** The transfer that took the money out of the wallet. */
  transferId!: string;
  /** The reversal that put it back, when the refund failed. */
  reversalId!: string | null;
  createdAt!: Date;
  updatedAt!: Date;
  /** @example 2 */
  version!: number;

  static from(refund: Refund): RefundDto {
    const { id, paymentId, status, reason, failureCode, transferId, reversalId, createdAt, updatedAt, version } =
      refund;
    const amount = onWire(refund.amount);
    const told = { id, paymentId, status, amount, reason, failureCode, transferId, reversalId };
    return { ...told, createdAt, updatedAt, version };
  }
}

export class RefundListDto {
  data!: RefundDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
