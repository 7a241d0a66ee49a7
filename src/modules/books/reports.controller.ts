import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import { AggregateTransfers } from './aggregate-transfers.use-case.ts';
import { AggregatesDto, AggregatesQueryDto } from './aggregates.dto.ts';
import { ChartDto } from './chart.dto.ts';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('admin/ledger')
export class ReportsController {
  constructor(private readonly aggregateTransfers: AggregateTransfers) {}

  /** How many transfers there were in a period and what they moved, by currency, kind and day. */
  @Get('aggregates')
  @Permission('ledger:read')
  @RateLimit('report')
  async aggregates(@Query() query: AggregatesQueryDto): Promise<AggregatesDto> {
    return AggregatesDto.from(await this.aggregateTransfers.execute(query));
  }

  /** The kinds of accounts with their rules, and the postings that are allowed between them. */
  @Get('chart')
  @Permission('ledger:read')
  chart(): ChartDto {
    return ChartDto.current();
  }
}
