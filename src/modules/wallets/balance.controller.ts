import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Principal } from '../../shared/principal.ts';
import { ReadBalance } from './read-balance.use-case.ts';
import { BalanceDto, BalanceQueryDto } from './wallet.dto.ts';

@ApiTags('wallets')
@ApiBearerAuth()
@Controller('wallets')
export class BalanceController {
  constructor(private readonly readBalance: ReadBalance) {}

  /** The balance now, or as of a moment by one of two clocks. */
  @Get(':id/balance')
  @Permission('wallets:read')
  async balance(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @Query() { clock, asOf }: BalanceQueryDto,
  ): Promise<BalanceDto> {
    const found = await this.readBalance.execute(caller.id, id, clock, asOf ? new Date(asOf) : undefined);
    return { ...found, balance: onWire(found.balance) };
  }
}
