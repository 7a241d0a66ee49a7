import { Module, type OnModuleInit } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { DeleteUnusedQuotesJob } from './delete-unused-quotes.job.ts';
import { ExchangeCurrency } from './exchange-currency.use-case.ts';
import { ExchangeReads } from './exchange-reads.use-case.ts';
import { ExchangesController } from './exchanges.controller.ts';
import { ExchangesRepository } from './exchanges.repository.ts';
import { Exchanges } from './exchanges.ts';
import { ListPositions } from './list-positions.use-case.ts';
import { MakeQuote } from './make-quote.use-case.ts';
import { Market } from './market.ts';
import { assertQuoteTransitions } from './quote.ts';
import { QuotesController } from './quotes.controller.ts';
import { QuotesRepository } from './quotes.repository.ts';
import { Quotes } from './quotes.ts';
import { RateReads } from './rate-reads.use-case.ts';
import { RatesController } from './rates.controller.ts';
import { RatesRepository } from './rates.repository.ts';
import { Rates } from './rates.ts';
import { SetRate } from './set-rate.use-case.ts';

@Module({
  imports: [IdempotencyModule, SettingsModule, WalletsModule],
  controllers: [RatesController, QuotesController, ExchangesController],
  providers: [
    ...[Market, Rates, RatesRepository, SetRate, RateReads, ListPositions],
    ...[Quotes, QuotesRepository, MakeQuote, DeleteUnusedQuotesJob],
    ...[Exchanges, ExchangesRepository, ExchangeCurrency, ExchangeReads],
  ],
})
export class ExchangeModule implements OnModuleInit {
  onModuleInit(): void {
    assertQuoteTransitions();
  }
}
