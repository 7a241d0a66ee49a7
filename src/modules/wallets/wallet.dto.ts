import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Account } from '../../ledger/index.ts';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { onWire } from '../../shared/money-on-wire.ts';

export class WalletDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a' */
  id!: string;
  /** @example 'INR' */
  currency!: string;
  /**
   * What is booked, in minor units.
   * @example 125000
   */
  balance!: number;
  /**
   * balance - pendingOut - frozenBalance.
   * @example 120000
   */
  availableBalance!: number;
  /** @example 0 */
  frozenBalance!: number;
  /**
   * Held by others in favour of this wallet.
   * @example 0
   */
  pendingIn!: number;
  /**
   * Held on this wallet.
   * @example 5000
   */
  pendingOut!: number;
  /** @example 'open' */
  status!: 'open' | 'frozen' | 'closed';
  /** @example 12 */
  version!: number;
  createdAt!: Date;

  static from(account: Account): WalletDto {
    const { posted, pendingIn, pendingOut, frozen, available } = account.balances;
    return {
      id: account.id,
      currency: account.asset,
      balance: onWire(posted),
      availableBalance: onWire(available ?? posted),
      frozenBalance: onWire(frozen),
      pendingIn: onWire(pendingIn),
      pendingOut: onWire(pendingOut),
      status: account.status,
      version: onWire(account.version),
      createdAt: account.createdAt,
    };
  }
}

export class WalletListDto {
  data!: WalletDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}

export class BalanceQueryDto {
  /**
   * The moment to look at; now when absent.
   * @example '2026-11-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  asOf?: string;

  /**
   * By when a transfer took effect, or by when it was recorded.
   * @example 'effective'
   */
  @OptionalField()
  @IsIn(['effective', 'recorded'])
  @ApiPropertyOptional()
  clock: 'effective' | 'recorded' = 'effective';
}

export class BalanceDto {
  walletId!: string;
  /** @example 'INR' */
  currency!: string;
  /** @example 125000 */
  balance!: number;
  asOf!: Date;
  /** @example 'effective' */
  clock!: 'effective' | 'recorded';
}
