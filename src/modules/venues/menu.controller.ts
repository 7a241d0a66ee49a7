import { Body, Controller, Get, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { CachedResponse } from '../../platform/http/cached-response.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { AddMenuItem } from './add-menu-item.use-case.ts';
import { AddMenuItemDto, MenuDto, MenuItemDto, UpdateMenuItemDto } from './menu-item.dto.ts';
import { Menu, MENU_CACHE_SECONDS, MENUS_TAG } from './menu.ts';
import { UpdateMenuItem } from './update-menu-item.use-case.ts';
import { VersionEtag } from './version-etag.interceptor.ts';

@ApiTags('venues')
@ApiBearerAuth()
@Controller('venues/:id')
export class MenuController {
  constructor(
    private readonly menu: Menu,
    private readonly addMenuItem: AddMenuItem,
    private readonly updateMenuItem: UpdateMenuItem,
  ) {}

  /** The venue's menu, with what is not available at the moment. */
  @Get('menu')
  @Permission('venues:read')
  @CachedResponse({ seconds: MENU_CACHE_SECONDS, tag: MENUS_TAG })
  async list(@UuidParam() id: string, @Query() query: PageQueryDto): Promise<MenuDto> {
    return MenuDto.of(await this.menu.list(id, query));
  }

  /** Puts an item on the menu; for the venue's managers and for admins. */
  @Post('menu-items')
  @Permission('venues:manage')
  @UseInterceptors(VersionEtag)
  async add(@Caller() caller: Principal, @UuidParam() id: string, @Body() body: AddMenuItemDto): Promise<MenuItemDto> {
    const command = { ...body, venueId: id, price: BigInt(body.price) };
    return MenuItemDto.of(await this.addMenuItem.execute(caller, command));
  }

  /** Changes an item; for the venue's managers and for admins. Orders keep the price they were made at. */
  @Patch('menu-items/:itemId')
  @HonoursIfMatch()
  @Permission('venues:manage')
  @UseInterceptors(VersionEtag)
  async update(
    @Caller() caller: Principal,
    @UuidParam() venueId: string,
    @UuidParam('itemId') itemId: string,
    @Body() body: UpdateMenuItemDto,
    @IfMatch() ifMatch?: bigint,
  ): Promise<MenuItemDto> {
    const expected = { version: body.version, ifMatch: ifMatch };
    const command = { venueId, itemId, changes: UpdateMenuItemDto.changes(body), expected };
    return MenuItemDto.of(await this.updateMenuItem.execute(caller, command));
  }
}
