import { IsIn } from 'class-validator';
import { FREEZE_STATUSES, type FreezeStatus } from '../../ledger/index.ts';
import { AmountMinor } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { Reason } from '../../platform/http/reason.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';
import type { FreezeRelease, WalletFreeze } from './wallet-freeze.ts';

export class FreezeWalletDto {
  /**
   * Minor units; the whole wallet when absent: then nothing leaves it, and its status is frozen.
   * @example 5000
   */
  @OptionalField()
  @AmountMinor()
  amount?: number;

  /**
   * Why. The wallet's owner does not see it.
   * @example 'Court order 12/2026'
   */
  @Reason()
  reason!: string;
}

export class UnfreezeWalletDto {
  /**
   * The wallet's only active freeze when absent.
   * @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5f'
   */
  @OptionalField()
  @Uuid()
  freezeId?: string;

  /**
   * Minor units; all that is left of the freeze when absent. A freeze of the whole wallet has no parts.
   * @example 2000
   */
  @OptionalField()
  @AmountMinor()
  amount?: number;

  /** @example 'The order was lifted' */
  @Reason()
  reason!: string;
}

export class FreezesQueryDto extends PageQueryDto {
  /** @example 'active' */
  @OptionalField()
  @IsIn(FREEZE_STATUSES)
  status?: FreezeStatus;
}

export class FreezeReleaseDto {
  /**
   * Minor units; null for the whole wallet.
   * @example 2000
   */
  amount!: number | null;
  /** @example 'The order was lifted' */
  reason!: string;
  releasedBy!: string;
  createdAt!: Date;

  static from({ amount, reason, releasedBy, createdAt }: FreezeRelease): FreezeReleaseDto {
    return { amount: amount === null ? null : onWire(amount), reason, releasedBy, createdAt };
  }
}

export class FreezeDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5f' */
  id!: string;
  walletId!: string;
  /**
   * active until all of it is released.
   * @example 'active'
   */
  status!: FreezeStatus;
  /**
   * Minor units; null for the whole wallet.
   * @example 5000
   */
  amount!: number | null;
  /** @example 0 */
  releasedAmount!: number;
  /** @example 'Court order 12/2026' */
  reason!: string | null;
  frozenBy!: string | null;
  createdAt!: Date;
  releasedAt!: Date | null;
  /** The latest letting go of it, or of a part of it. */
  lastRelease!: FreezeReleaseDto | null;

  static from(freeze: WalletFreeze): FreezeDto {
    const { id, accountId: walletId, status, amount, reason, initiatorId, createdAt, releasedAt, lastRelease } = freeze;
    return {
      ...{ id, walletId, status, reason, frozenBy: initiatorId, createdAt, releasedAt },
      amount: amount === null ? null : onWire(amount),
      releasedAmount: onWire(freeze.released),
      lastRelease: lastRelease && FreezeReleaseDto.from(lastRelease),
    };
  }
}

export class FreezeListDto {
  data!: FreezeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<WalletFreeze>): FreezeListDto {
    return { data: data.map(FreezeDto.from), hasMore, nextCursor };
  }
}
