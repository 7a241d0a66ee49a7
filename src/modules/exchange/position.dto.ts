import { ApiProperty } from '@nestjs/swagger';
import type { Account } from '../../ledger/index.ts';
import { wideOnWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';

export class PositionDto {
  /** @example 'USD' */
  currency!: string;
  /**
   * What exchanges, also by payment providers, have paid out in this currency less what they have taken in, in minor units; a decimal string beyond
   * 2^53 - 1. Above zero we have to buy it, below zero we have it to sell.
   * @example 5978
   */
  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string' }] })
  balance!: number | string;

  static from({ asset: currency, balances }: Account): PositionDto {
    return { currency, balance: wideOnWire(balances.posted) };
  }
}

export class PositionListDto {
  data!: PositionDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<Account>): PositionListDto {
    return { data: data.map((account) => PositionDto.from(account)), hasMore, nextCursor };
  }
}
