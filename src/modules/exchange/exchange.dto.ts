import { Uuid } from '../../platform/http/uuid.ts';
import type { Page } from '../../shared/page.ts';
import type { Exchange } from './exchange.ts';
import { QuoteDto } from './quote.dto.ts';

export class ExchangeCurrencyDto {
  /**
   * An open quote of yours.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f'
   */
  @Uuid()
  quoteId!: string;

  /**
   * Your wallet in the currency that is sold.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e50'
   */
  @Uuid()
  fromWalletId!: string;

  /**
   * Your wallet in the currency that is bought.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e51'
   */
  @Uuid()
  toWalletId!: string;
}

export class ExchangeDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e52' */
  id!: string;
  /** The quote that was used: what was sold, what was bought, at which rate. */
  quote!: QuoteDto;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e50' */
  fromWalletId!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e51' */
  toWalletId!: string;
  /**
   * The transfer out of your first wallet.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e53'
   */
  sellTransferId!: string;
  /**
   * The transfer into your second wallet.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e54'
   */
  buyTransferId!: string;
  /** @example '2026-11-21T09:00:12.000Z' */
  createdAt!: string;

  static from({ quote, ...exchange }: Exchange): ExchangeDto {
    const { id, fromWalletId, toWalletId, sellTransferId, buyTransferId, createdAt } = exchange;
    return {
      id,
      quote: QuoteDto.from({ quote, status: 'used' }),
      ...{ fromWalletId, toWalletId, sellTransferId, buyTransferId },
      createdAt: createdAt.toISOString(),
    };
  }
}

export class ExchangeListDto {
  data!: ExchangeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<Exchange>): ExchangeListDto {
    return { data: data.map((exchange) => ExchangeDto.from(exchange)), hasMore, nextCursor };
  }
}
