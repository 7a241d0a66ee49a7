import { IsIn } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import { PAYOUT_STATUSES, type Payout, type PayoutStatus } from './payout.ts';
import type { RecordedChange } from './recorded-change.ts';

export class PayoutsQueryDto extends PageQueryDto {
  /** @example 'in_transit' */
  @OptionalField()
  @IsIn(PAYOUT_STATUSES)
  status?: PayoutStatus;
}

export class PayoutDto {
  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5d */
  id!: string;
  /** @example stripe */
  provider!: string;
  /**
   * The provider's name for it.
   * @example po_1PqrStu
   */
  reference!: string;
  /**
   * `returned` was paid, and sent back by the bank.
   * @example paid
   */
  status!: PayoutStatus;
  /**
   * In minor units; negative when the provider took it from our bank.
   * @example 125000
   */
  amount!: number;
  /** @example INR */
  currency!: string;
  /**
   * The provider's name for our bank account.
   * @example ba_1PqrStu
   */
  destination!: string;
  /** @example null */
  failureCode!: string | null;
  arrivesAt!: Date | null;
  createdAt!: Date;
  updatedAt!: Date;
  /** @example 2 */
  version!: number;

  static from(payout: Payout): PayoutDto {
    const { id, provider, reference, status, currency, destination, failureCode, arrivesAt } = payout;
    const { createdAt, updatedAt, version } = payout;
    const what = { id, provider, reference, status, amount: onWire(payout.amount), currency, destination };
    return { ...what, failureCode, arrivesAt, createdAt, updatedAt, version };
  }
}

export class PayoutListDto {
  data!: PayoutDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}

export class BalanceChangesQueryDto extends PageQueryDto {
  /** Only what is about this payment. */
  @OptionalField()
  @Uuid()
  paymentId?: string;
}

export class BalanceChangeDto {
  /** @example stripe */
  provider!: string;
  /**
   * The provider's name for it.
   * @example txn_1PqrStu
   */
  reference!: string;
  /**
   * In the provider's words.
   * @example charge
   */
  type!: string;
  paymentId!: string | null;
  /**
   * In minor units; negative when it left our balance.
   * @example 1250
   */
  amount!: number;
  /**
   * What the provider kept for itself on top.
   * @example 66
   */
  fee!: number;
  /** @example INR */
  currency!: string;
  /**
   * What was converted to this currency, as it was charged, refunded or disputed; null when nothing was.
   * @example null
   */
  presentedAmount!: number | null;
  /** @example null */
  presentedCurrency!: string | null;
  /**
   * By the provider: one unit of `presentedCurrency` is so many of `currency`.
   * @example null
   */
  exchangeRate!: string | null;
  /** The transfer that booked the fee. */
  feeTransferId!: string | null;
  /** The transfers that booked the conversion, in the one currency and in the other. */
  conversionTransferIds!: string[];
  occurredAt!: Date;

  static from(change: RecordedChange): BalanceChangeDto {
    const { provider, reference, type, paymentId, currency, feeTransferId, occurredAt } = change;
    const { presentedAmount: presented, presentedCurrency, exchangeRate, conversionTransferIds } = change;
    const amounts = { amount: onWire(change.amount), fee: onWire(change.fee) };
    const converted = {
      presentedAmount: presented === null ? null : onWire(presented),
      presentedCurrency,
      exchangeRate,
    };
    const transfers = { feeTransferId, conversionTransferIds: [...conversionTransferIds] };
    return { provider, reference, type, paymentId, ...amounts, currency, ...converted, ...transfers, occurredAt };
  }
}

export class BalanceChangeListDto {
  data!: BalanceChangeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
