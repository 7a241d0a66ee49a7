import { IsIn } from 'class-validator';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';
import { TransferBodyDto } from '../transfers/index.ts';
import type { ScheduledTransfer } from './scheduled-transfer.ts';
import { SCHEDULED_TRANSFER_STATUSES, type ScheduledTransferStatus } from './scheduled-transfer-state.ts';

export class ScheduleTransferDto extends TransferBodyDto {
  /**
   * When to make it: in the future, at most 366 days ahead.
   * @example '2027-05-21T18:00:00.000Z'
   */
  @Moment()
  scheduledFor!: string;
}

export class RescheduleTransferDto {
  /**
   * When to make it instead: in the future, at most 366 days ahead.
   * @example '2027-05-22T18:00:00.000Z'
   */
  @Moment()
  scheduledFor!: string;
}

export class ScheduledTransfersQueryDto extends PageQueryDto {
  /** @example 'scheduled' */
  @OptionalField()
  @IsIn(SCHEDULED_TRANSFER_STATUSES)
  status?: ScheduledTransferStatus;

  /** Only those out of this wallet of yours. */
  @OptionalField()
  @Uuid()
  walletId?: string;
}

export class ScheduledTransferDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5d' */
  id!: string;
  /**
   * `in_review`: its time has come, and somebody looks at it before it is made.
   * @example 'scheduled'
   */
  status!: ScheduledTransferStatus;
  fromWalletId!: string;
  toWalletId!: string;
  /**
   * Minor units. Nothing is held for it before its time.
   * @example 1250
   */
  amount!: number;
  /** @example 'INR' */
  currency!: string;
  description!: string | null;
  reference!: string | null;
  metadata!: Record<string, unknown> | null;
  /** @example '2027-05-21T18:00:00.000Z' */
  scheduledFor!: Date;
  /** The transfer that it became, once it is posted. */
  transferId!: string | null;
  /**
   * Why it was refused, if it was.
   * @example 'insufficient_funds'
   */
  code!: string | null;
  /** @example 1 */
  version!: number;
  createdAt!: Date;
  updatedAt!: Date;

  static from(scheduled: ScheduledTransfer): ScheduledTransferDto {
    const { id, status, fromWalletId, toWalletId, currency, description, reference, metadata } = scheduled;
    const { scheduledFor, version, createdAt, updatedAt } = scheduled;
    return {
      ...{ id, status, fromWalletId, toWalletId, amount: onWire(scheduled.amount), currency },
      ...{ description, reference, metadata, scheduledFor, version, createdAt, updatedAt },
      transferId: status === 'posted' ? scheduled.transferId : null,
      code: scheduled.refusalCode,
    };
  }
}

export class ScheduledTransferListDto {
  data!: ScheduledTransferDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<ScheduledTransfer>): ScheduledTransferListDto {
    return { data: data.map(ScheduledTransferDto.from), hasMore, nextCursor };
  }
}
