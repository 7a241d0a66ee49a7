import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { MakeQuote } from './make-quote.use-case.ts';
import { dealOf, MakeQuoteDto, QUOTE_EXAMPLES, QuoteDto } from './quote.dto.ts';
import { Quotes } from './quotes.ts';

@ApiTags('exchange')
@ApiBearerAuth()
@Controller('fx/quotes')
export class QuotesController {
  constructor(
    private readonly makeQuote: MakeQuote,
    private readonly quotes: Quotes,
  ) {}

  /** A price for an exchange, which we keep for you until `expiresAt`. It moves nothing. Who set the rate gets none. */
  @Post()
  @Permission('fx:write')
  @RateLimit('money')
  @ApiBody({ type: MakeQuoteDto, examples: QUOTE_EXAMPLES })
  async make(@Caller() { id }: Principal, @Body() body: MakeQuoteDto): Promise<QuoteDto> {
    return QuoteDto.from({ quote: await this.makeQuote.execute(id, dealOf(body)), status: 'open' });
  }

  /** One quote of yours. An unused one is there for seven days after it expired. */
  @Get(':id')
  @Permission('fx:read')
  async read(@Caller() caller: Principal, @UuidParam() id: string): Promise<QuoteDto> {
    return QuoteDto.from(await this.quotes.own(caller.id, id));
  }
}
