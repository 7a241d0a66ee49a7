import { ApiPropertyOptional } from '@nestjs/swagger';
import { EitherOr } from '../../platform/http/either-or.ts';
import { AmountMinor, Currency } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { WantedDeal } from './deal.ts';
import type { Quote, QuoteStatus } from './quote.ts';

export class MakeQuoteDto {
  /** @example 'INR' */
  @Currency()
  sellCurrency!: string;

  /** @example 'USD' */
  @Currency()
  buyCurrency!: string;

  /**
   * What to sell, in minor units. Either this or `buyAmount`.
   * @example 500000
   */
  @EitherOr('buyAmount')
  @AmountMinor()
  @ApiPropertyOptional()
  sellAmount?: number;

  /** What to buy, in minor units. Either this or `sellAmount`. */
  @OptionalField()
  @AmountMinor()
  buyAmount?: number;
}

/** One of the two amounts is said, the other is the quote's. */
export const QUOTE_EXAMPLES = {
  sell: { summary: 'So much is sold', value: { sellCurrency: 'INR', buyCurrency: 'USD', sellAmount: 500_000 } },
  buy: { summary: 'So much is bought', value: { sellCurrency: 'INR', buyCurrency: 'USD', buyAmount: 5_000 } },
};

/** What the body asks for; validation has seen to it that one amount is there. */
export function dealOf({ sellCurrency, buyCurrency, sellAmount, buyAmount }: MakeQuoteDto): WantedDeal {
  const said = sellAmount === undefined ? 'buy' : 'sell';
  return { sellCurrency, buyCurrency, said, amount: BigInt(sellAmount ?? buyAmount ?? 0) };
}

export class QuoteDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /**
   * As it is now: expired from the exact time on.
   * @example 'open'
   */
  status!: QuoteStatus;
  /** @example 'INR' */
  sellCurrency!: string;
  /**
   * What leaves your wallet, in minor units.
   * @example 500000
   */
  sellAmount!: number;
  /** @example 'USD' */
  buyCurrency!: string;
  /**
   * What you get, in minor units.
   * @example 5978
   */
  buyAmount!: number;
  /**
   * Units of `buyCurrency` for one of `sellCurrency`, the spread included, rounded down. The amounts are what counts.
   * @example '0.011956979006'
   */
  rate!: string;
  /**
   * Our share, in hundredths of a percent; it is in the rate.
   * @example 50
   */
  spreadBasisPoints!: number;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;
  /** @example '2026-11-21T09:00:30.000Z' */
  expiresAt!: string;

  static from({ quote, status }: { quote: Quote; status: QuoteStatus }): QuoteDto {
    const { id, sellCurrency, buyCurrency, rate, spreadBasisPoints } = quote;
    const amounts = { sellAmount: onWire(quote.sellAmount), buyAmount: onWire(quote.buyAmount) };
    return {
      ...{ id, status, sellCurrency, buyCurrency, ...amounts, rate, spreadBasisPoints },
      createdAt: quote.createdAt.toISOString(),
      expiresAt: quote.expiresAt.toISOString(),
    };
  }
}
