import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import type { Principal } from '../../shared/principal.ts';
import { radiusMeters } from '../venues/index.ts';
import { FindNearbyVenues } from './find-nearby-venues.use-case.ts';
import { NearbyPageDto, NearbyQueryDto } from './nearby.dto.ts';

/** The search for venues is here and not with the venues, because it also says who is there. */
@ApiTags('venues')
@ApiBearerAuth()
@Controller('venues')
export class NearbyController {
  constructor(private readonly findNearbyVenues: FindNearbyVenues) {}

  /** Venues around a position, nearest first, with how many people and which of the caller's friends are there. */
  @Get()
  @Permission('venues:read')
  async search(@Caller() caller: Principal, @Query() query: NearbyQueryDto): Promise<NearbyPageDto> {
    const { lat: latitude, lng: longitude, radius, q: nameContains, openNow, limit, cursor } = query;
    const found = await this.findNearbyVenues.execute({
      ...{ callerId: caller.id, latitude, longitude, radiusMeters: radiusMeters(radius) ?? 0 },
      ...{ nameContains, openNow, limit, cursor },
    });
    return NearbyPageDto.of(found);
  }
}
