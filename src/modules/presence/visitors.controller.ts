import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { CountVisitors } from './count-visitors.use-case.ts';
import { ListVisitors } from './list-visitors.use-case.ts';
import { VenueCountDto, VisitorPageDto, VisitorsQueryDto } from './presence.dto.ts';

/** Who, and how many, are at a venue. */
@ApiTags('presence')
@ApiBearerAuth()
@Controller('venues/:id')
export class VisitorsController {
  constructor(
    private readonly listVisitors: ListVisitors,
    private readonly countVisitors: CountVisitors,
  ) {}

  /** The caller's friends who are at the venue. Nobody else is shown. */
  @Get('presence')
  @Permission('presence:read')
  async list(
    @Caller() caller: Principal,
    @UuidParam() id: string,
    @Query() query: VisitorsQueryDto,
  ): Promise<VisitorPageDto> {
    return VisitorPageDto.of(await this.listVisitors.execute({ ...query, callerId: caller.id, venueId: id }));
  }

  /** How many people are at the venue. */
  @Get('count')
  @Permission('presence:read')
  async count(@UuidParam() id: string): Promise<VenueCountDto> {
    return VenueCountDto.of(await this.countVisitors.execute(id));
  }
}
