import { IsIn } from 'class-validator';
import { AmountMinor, Currency } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import { CAPTURES } from './capture.ts';
import { takenAmount, type Cause, type Payment, type PaymentEvent } from './payment.ts';
import type { PaymentStatus } from './payment-state.ts';

export class MakePaymentDto {
  /**
   * The wallet to top up.
   * @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a
   */
  @Uuid()
  walletId!: string;

  @AmountMinor()
  amount!: number;

  /** The wallet's currency. */
  @Currency()
  currency!: string;

  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5b */
  @Uuid()
  paymentMethodId!: string;

  /**
   * When the money is taken: `automatic` at once; `manual` sets it aside on the card, to be captured or canceled later.
   * @example automatic
   */
  @OptionalField()
  @IsIn(CAPTURES)
  capture?: 'automatic' | 'manual';
}

export class NextActionDto {
  /** @example challenge */
  type!: 'challenge';
  /**
   * Where the owner of the card goes on.
   * @example /api/v1/sandbox/challenges/0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5c
   */
  url!: string;
}

export class PaymentDto {
  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5c */
  id!: string;
  /** @example succeeded */
  status!: PaymentStatus;
  /**
   * In minor units.
   * @example 1250
   */
  amount!: number;
  /** @example INR */
  currency!: string;
  /** @example automatic */
  capture!: 'automatic' | 'manual';
  /**
   * What the wallet was credited; 0 until the payment succeeds.
   * @example 1250
   */
  capturedAmount!: number;
  /**
   * What refunds have taken of it, also those on their way.
   * @example 0
   */
  refundedAmount!: number;
  /**
   * What disputes by the owner of the card keep of it, or have taken.
   * @example 0
   */
  disputedAmount!: number;
  walletId!: string;
  paymentMethodId!: string;
  /** @example sandbox */
  provider!: string;
  /**
   * Why it failed, or why its outcome is open.
   * @example card_declined
   */
  failureCode!: string | null;
  /** What the owner of the card has to do, while `status` is `requires_action`. */
  nextAction!: NextActionDto | null;
  /** The transfer that credited the wallet. */
  transferId!: string | null;
  createdAt!: Date;
  updatedAt!: Date;
  /** @example 2 */
  version!: number;

  static from(payment: Payment): PaymentDto {
    const { id, status, currency, walletId, paymentMethodId, provider, failureCode, nextActionUrl } = payment;
    const { capture, transferId, createdAt, updatedAt, version } = payment;
    const nextAction = nextActionUrl === null ? null : ({ type: 'challenge', url: nextActionUrl } as const);
    const amounts = {
      amount: onWire(payment.amount),
      capturedAmount: payment.status === 'succeeded' ? onWire(takenAmount(payment)) : 0,
      refundedAmount: onWire(payment.refundedAmount),
      disputedAmount: onWire(payment.disputedAmount),
    };
    const what = { id, status, ...amounts, currency, capture, walletId, paymentMethodId, provider };
    return { ...what, failureCode, nextAction, transferId, createdAt, updatedAt, version };
  }
}

export class PaymentListDto {
  data!: PaymentDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}

export class PaymentEventDto {
  /** @example 2 */
  sequence!: number;
  /** @example pending */
  fromStatus!: PaymentStatus | null;
  /** @example succeeded */
  toStatus!: PaymentStatus;
  /** @example charge */
  cause!: Cause;
  /** The refund that it is about; a refund leaves the status as it is. */
  refundId!: string | null;
  /** The dispute that it is about; a dispute leaves the status as it is. */
  disputeId!: string | null;
  createdAt!: Date;

  static from({
    sequence,
    fromStatus,
    toStatus,
    cause,
    refundId,
    disputeId,
    createdAt,
  }: PaymentEvent): PaymentEventDto {
    return { sequence, fromStatus, toStatus, cause, refundId, disputeId, createdAt };
  }
}

export class PaymentEventListDto {
  data!: PaymentEventDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
