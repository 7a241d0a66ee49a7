import { Transform } from 'class-transformer';
import type { Transfer } from '../../ledger/core/index.ts';
import { AmountMinor } from '../../platform/http/money.dto.ts';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { wholeNumber } from '../../platform/http/whole-number.ts';
import { onWire } from '../../shared/money-on-wire.ts';

export class TransferDto {
  id!: string;
  /**
   * A transfer is posted or it is not there.
   * @example 'posted'
   */
  status!: 'posted';
  /**
   * What moved it: transfer, reversal, capture, card-top-up, treat, treat-fee, adjustment.
   * @example 'transfer'
   */
  kind!: string;
  fromWalletId!: string;
  toWalletId!: string;
  /**
   * Minor units.
   * @example 1250
   */
  amount!: number;
  /** @example 'INR' */
  currency!: string;
  description!: string | null;
  reference!: string | null;
  metadata!: Record<string, unknown> | null;
  /** The hold that it captured, if it did. */
  holdId!: string | null;
  /** The transfer that it reversed, if it did. */
  reversesId!: string | null;
  effectiveAt!: Date;
  createdAt!: Date;

  /** As `viewerId` may see it: metadata is for who made the transfer, not for who received it. */
  static from(transfer: Transfer, viewerId: string): TransferDto {
    const { id, kind, description, reference, metadata, holdId, reversesId, effectiveAt, createdAt } = transfer;
    return {
      id,
      status: 'posted',
      kind,
      fromWalletId: transfer.debit,
      toWalletId: transfer.credit,
      amount: onWire(transfer.amount),
      currency: transfer.asset,
      description,
      reference,
      metadata: transfer.initiatorId === viewerId ? metadata : null,
      holdId,
      reversesId,
      effectiveAt,
      createdAt,
    };
  }
}

export class TransferListDto {
  data!: TransferDto[];
  /** @example false */
  hasMore!: boolean;
  nextCursor!: string | null;
}

export class TransfersQueryDto extends PageQueryDto {
  /** Only this wallet of yours; all of them when absent. */
  @OptionalField()
  @Uuid()
  walletId?: string;

  /**
   * First effective time.
   * @example '2026-11-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  from?: string;

  /**
   * Effective time to stop before.
   * @example '2026-12-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  to?: string;

  @OptionalField()
  @PlainText({ min: 1, max: 255 })
  reference?: string;

  /**
   * Minor units.
   * @example 1000
   */
  @OptionalField()
  @Transform(({ value }) => wholeNumber(value))
  @AmountMinor()
  minAmount?: number;
}
