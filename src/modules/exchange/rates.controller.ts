import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import type { Principal } from '../../shared/principal.ts';
import { ListPositions } from './list-positions.use-case.ts';
import { PairParam, type Pair } from './pair-param.ts';
import { PositionListDto } from './position.dto.ts';
import { RateReads } from './rate-reads.use-case.ts';
import { RateDto, RateListDto, SetRateDto } from './rate.dto.ts';
import { SetRate } from './set-rate.use-case.ts';

@ApiTags('exchange')
@ApiBearerAuth()
@Controller('admin/fx')
export class RatesController {
  constructor(
    private readonly setRate: SetRate,
    private readonly reads: RateReads,
    private readonly listPositions: ListPositions,
  ) {}

  /** The newest rate of each pair; it counts in both directions. */
  @Get('rates')
  @Permission('fx:manage')
  async rates(@Query() query: PageQueryDto): Promise<RateListDto> {
    return RateListDto.from(await this.reads.newestOfEach(query));
  }

  /** Every rate that a pair has had, in either direction, newest first. */
  @Get('rates/:pair')
  @Permission('fx:manage')
  async history(@PairParam() { base, quote }: Pair, @Query() query: PageQueryDto): Promise<RateListDto> {
    return RateListDto.from(await this.reads.history(base, quote, query));
  }

  /** Sets what one unit of the first currency is worth in the second, from now on. */
  @Put('rates/:pair')
  @Permission('fx:manage')
  async set(
    @Caller() { id: setBy }: Principal,
    @PairParam() pair: Pair,
    @Body() { rate, spreadBasisPoints, validForSeconds, outOfBand = false }: SetRateDto,
  ): Promise<RateDto> {
    const terms = { rate, spreadBasisPoints, validForSeconds: validForSeconds ?? null, outOfBand };
    return RateDto.from(await this.setRate.execute({ ...pair, ...terms, setBy }));
  }

  /** What exchanges have left us with, per currency. */
  @Get('positions')
  @Permission('ledger:read')
  async positions(@Query() query: PageQueryDto): Promise<PositionListDto> {
    return PositionListDto.from(await this.listPositions.execute(query));
  }
}
