import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { DayParam } from '../../platform/http/day-param.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import type { Principal } from '../../shared/principal.ts';
import { BusinessDayDto, BusinessDayListDto } from './business-day.dto.ts';
import { CloseBusinessDay } from './close-business-day.use-case.ts';
import { ListBusinessDays } from './list-business-days.use-case.ts';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('admin/ledger/business-days')
export class BusinessDaysController {
  constructor(
    private readonly closeBusinessDay: CloseBusinessDay,
    private readonly listBusinessDays: ListBusinessDays,
  ) {}

  /** The closed days, latest first. */
  @Get()
  @Permission('ledger:read')
  async list(@Query() query: PageQueryDto): Promise<BusinessDayListDto> {
    return BusinessDayListDto.from(await this.listBusinessDays.execute(query));
  }

  /** Closes a day that is over, in UTC: nothing can be backdated into it any more. Days close one after another. */
  @Post(':day/close')
  @HttpCode(200)
  @Permission('ledger:close')
  async close(@Caller() caller: Principal, @DayParam() day: string): Promise<BusinessDayDto> {
    return BusinessDayDto.from(await this.closeBusinessDay.execute(caller.id, day));
  }
}
