import { IsIn } from 'class-validator';
import { AmountMinor } from '../../platform/http/money.dto.ts';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Reason } from '../../platform/http/reason.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { REQUEST_STATUSES, type RequestStatus } from '../../shared/maker-checker.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';
import { ADJUSTMENT_DIRECTIONS, type Adjustment, type AdjustmentDirection } from './adjustment.ts';

const MAX_REFERENCE_LENGTH = 255;

export class RequestAdjustmentDto {
  /**
   * As the wallet's owner sees it: credit comes in, debit goes out.
   * @example 'credit'
   */
  @IsIn(ADJUSTMENT_DIRECTIONS)
  direction!: AdjustmentDirection;

  /**
   * Minor units of the wallet's currency.
   * @example 1250
   */
  @AmountMinor()
  amount!: number;

  /**
   * Why. The wallet's owner does not see it.
   * @example 'A top-up was captured twice'
   */
  @Reason()
  reason!: string;

  /** What it refers to, such as `case-4711`; on the transfer, so the owner sees it. One payer uses a reference once. */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_REFERENCE_LENGTH })
  reference?: string;

  /** When it takes effect, if not when it is approved, such as `2026-11-20T20:15:00.000Z`: not in the future. */
  @OptionalField()
  @Moment()
  effectiveAt?: string;
}

export class DecideAdjustmentDto {
  /** @example 'The top-up is fine' */
  @OptionalField()
  @Reason()
  reason?: string;
}

export class AdjustmentsQueryDto extends PageQueryDto {
  /** @example 'pending' */
  @OptionalField()
  @IsIn(REQUEST_STATUSES)
  status?: RequestStatus;

  /** Only this wallet. */
  @OptionalField()
  @Uuid()
  walletId?: string;
}

export class AdjustmentDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5e' */
  id!: string;
  walletId!: string;
  /** @example 'pending' */
  status!: RequestStatus;
  /** @example 'credit' */
  direction!: AdjustmentDirection;
  /**
   * Minor units.
   * @example 1250
   */
  amount!: number;
  /** @example 'INR' */
  currency!: string;
  /** @example 'A top-up was captured twice' */
  reason!: string;
  reference!: string | null;
  effectiveAt!: Date | null;
  /** Who asked for it. */
  makerId!: string;
  /** Who approved or rejected it: never who asked. */
  checkerId!: string | null;
  decisionReason!: string | null;
  /** The transfer that it became, once it is approved. */
  transferId!: string | null;
  /** @example 1 */
  version!: number;
  createdAt!: Date;
  decidedAt!: Date | null;

  static from(adjustment: Adjustment): AdjustmentDto {
    const { id, walletId, status, direction, currency, reason, reference, effectiveAt } = adjustment;
    const { makerId, checkerId, decisionReason, version, createdAt, decidedAt } = adjustment;
    return {
      ...{ id, walletId, status, direction, amount: onWire(adjustment.amount), currency, reason, reference },
      ...{ effectiveAt, makerId, checkerId, decisionReason, version, createdAt, decidedAt },
      transferId: status === 'approved' ? adjustment.transferId : null,
    };
  }
}

export class AdjustmentListDto {
  data!: AdjustmentDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<Adjustment>): AdjustmentListDto {
    return { data: data.map(AdjustmentDto.from), hasMore, nextCursor };
  }
}
