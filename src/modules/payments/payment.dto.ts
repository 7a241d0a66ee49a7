import { IsIn } from 'class-validator';
import { AmountMinor, Currency } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Payment, PaymentEvent } from './payment.ts';

const CAPTURES = ['automatic'] as const;

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
   * When the money is taken. Only `automatic`, at once, is offered by the providers there are.
   * @example automatic
   */
  @OptionalField()
  @IsIn(CAPTURES)
  capture?: 'automatic';
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
  status!: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'unknown';
  /**
   * In minor units.
   * @example 1250
   */
  amount!: number;
  /** @example INR */
  currency!: string;
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
    const { transferId, createdAt, updatedAt, version } = payment;
    const amount = onWire(payment.amount);
    const nextAction = nextActionUrl === null ? null : ({ type: 'challenge', url: nextActionUrl } as const);
    const what = { id, status, amount, currency, walletId, paymentMethodId, provider };
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
  fromStatus!: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'unknown' | null;
  /** @example succeeded */
  toStatus!: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'unknown';
  /** @example charge */
  cause!: 'created' | 'charge' | 'inquiry' | 'credit_refused';
  createdAt!: Date;

  static from({ sequence, fromStatus, toStatus, cause, createdAt }: PaymentEvent): PaymentEventDto {
    return { sequence, fromStatus, toStatus, cause, createdAt };
  }
}

export class PaymentEventListDto {
  data!: PaymentEventDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
