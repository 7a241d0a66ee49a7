import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { ChangeListings } from './change-listings.use-case.ts';
import { ListMovements } from './list-movements.use-case.ts';
import { AddListingDto, ListingDto, ListingListDto, ListingsQueryDto, RemoveListingDto } from './listing.dto.ts';
import { MovementListDto } from './movement.dto.ts';

@ApiTags('risk')
@ApiBearerAuth()
@Controller('admin/risk')
export class ListingsController {
  constructor(
    private readonly listings: ChangeListings,
    private readonly movements: ListMovements,
  ) {}

  /** Who and what is on a list, newest first. */
  @Get('listings')
  @Permission('risk:read')
  @AuditedRead('risk', 'listing-list.read')
  async list(@Query() query: ListingsQueryDto): Promise<ListingListDto> {
    return ListingListDto.from(await this.listings.list(query));
  }

  /** Puts a person, a payee, a device or an address on a list. The next movement feels it. */
  @Post('listings')
  @Permission('risk:write')
  async add(@Caller() { id: addedBy }: Principal, @Body() body: AddListingDto): Promise<ListingDto> {
    return ListingDto.from(await this.listings.add({ ...body, addedBy }));
  }

  /** Takes it off; who did it and why stays. */
  @Post('listings/:id/remove')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:write')
  @StepUp()
  async remove(
    @Caller() { id: removedBy }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: RemoveListingDto,
  ): Promise<ListingDto> {
    return ListingDto.from(await this.listings.remove({ id, removedBy, reason }));
  }

  /** What a person did lately and what was decided, newest first, for 90 days. */
  @Get('people/:id/movements')
  @Permission('risk:read')
  @AuditedRead('risk', 'movement-list.read')
  async ofPerson(@UuidParam() userId: string, @Query() query: PageQueryDto): Promise<MovementListDto> {
    return MovementListDto.from(await this.movements.execute(userId, query));
  }
}
