import { Body, Controller, Get, Patch, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { CreateVenue } from './create-venue.use-case.ts';
import { UpdateVenue } from './update-venue.use-case.ts';
import { CreateVenueDto, UpdateVenueDto, VenueDto } from './venue.dto.ts';
import { Venues } from './venues.ts';
import { VersionEtag } from './version-etag.interceptor.ts';

@ApiTags('venues')
@ApiBearerAuth()
@UseInterceptors(VersionEtag)
@Controller('venues')
export class VenuesController {
  constructor(
    private readonly createVenue: CreateVenue,
    private readonly updateVenue: UpdateVenue,
    private readonly venues: Venues,
  ) {}

  /** Opens a venue. Its creator becomes its manager. */
  @Post()
  @Permission('venues:write')
  async create(@Caller() caller: Principal, @Body() body: CreateVenueDto): Promise<VenueDto> {
    return VenueDto.of(await this.createVenue.execute({ creatorId: caller.id, ...body }));
  }

  /** One venue. Its ETag is its version. */
  @Get(':id')
  @Permission('venues:read')
  async read(@UuidParam() id: string): Promise<VenueDto> {
    return VenueDto.of(await this.venues.require(id));
  }

  /** Changes a venue; for its managers and for admins. */
  @Patch(':id')
  @HonoursIfMatch()
  @Permission('venues:manage')
  async update(
    @Caller() caller: Principal,
    @UuidParam() venueId: string,
    @Body() { version, ...changes }: UpdateVenueDto,
    @IfMatch() ifMatch?: bigint,
  ): Promise<VenueDto> {
    const expected = { version, ifMatch: ifMatch };
    return VenueDto.of(await this.updateVenue.execute(caller, { venueId, changes, expected }));
  }
}
