import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { CloseWallet } from './close-wallet.use-case.ts';
import { OpenWalletDto } from './open-wallet.dto.ts';
import { OpenWallet } from './open-wallet.use-case.ts';
import { WalletDto, WalletListDto } from './wallet.dto.ts';
import { Wallets } from './wallets.ts';

@ApiTags('wallets')
@ApiBearerAuth()
@Controller('wallets')
export class WalletsController {
  constructor(
    private readonly wallets: Wallets,
    private readonly openWallet: OpenWallet,
    private readonly closeWallet: CloseWallet,
  ) {}

  /** Opens a wallet in a currency. */
  @Post()
  @Permission('wallets:write')
  async open(@Caller() caller: Principal, @Body() body: OpenWalletDto): Promise<WalletDto> {
    return WalletDto.from(await this.openWallet.execute(caller.id, body.currency));
  }

  /** Your wallets, oldest first. */
  @Get()
  @Permission('wallets:read')
  async list(@Caller() caller: Principal, @Query() query: PageQueryDto): Promise<WalletListDto> {
    const page = await this.wallets.page(caller.id, query);
    return { ...page, data: page.data.map(WalletDto.from) };
  }

  /** One wallet with all of its balances. */
  @Get(':id')
  @Permission('wallets:read')
  async read(@Caller() caller: Principal, @UuidParam('id') id: string): Promise<WalletDto> {
    return WalletDto.from(await this.wallets.owned(caller.id, id));
  }

  /** Closes an empty wallet. */
  @Post(':id/close')
  @HttpCode(200)
  @HonoursIfMatch()
  @Permission('wallets:write')
  async close(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @IfMatch() version?: bigint,
  ): Promise<WalletDto> {
    return WalletDto.from(await this.closeWallet.execute(caller.id, id, version));
  }
}
