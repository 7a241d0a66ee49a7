import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { SettlementReads } from './settlement-reads.use-case.ts';
import {
  BalanceChangeDto,
  BalanceChangeListDto,
  BalanceChangesQueryDto,
  PayoutDto,
  PayoutListDto,
  PayoutsQueryDto,
} from './settlement.dto.ts';

@ApiTags('settlements')
@ApiBearerAuth()
@Controller('admin')
export class SettlementsController {
  constructor(private readonly reads: SettlementReads) {}

  /** What providers paid out to our bank, newest first. */
  @Get('payouts')
  @Permission('settlements:read')
  async listPayouts(@Query() query: PayoutsQueryDto): Promise<PayoutListDto> {
    const page = await this.reads.listPayouts(query);
    return { ...page, data: page.data.map(PayoutDto.from) };
  }

  /** One payout. */
  @Get('payouts/:id')
  @Permission('settlements:read')
  async readPayout(@UuidParam('id') id: string): Promise<PayoutDto> {
    return PayoutDto.from(await this.reads.payout(id));
  }

  /** What happened to our balance at providers, with the fees they took; newest first. */
  @Get('provider-balance-changes')
  @Permission('settlements:read')
  async listChanges(@Query() query: BalanceChangesQueryDto): Promise<BalanceChangeListDto> {
    const page = await this.reads.listChanges(query);
    return { ...page, data: page.data.map(BalanceChangeDto.from) };
  }
}
