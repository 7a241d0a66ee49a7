import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { FreezeWallet } from './freeze-wallet.use-case.ts';
import { FreezeDto, FreezeListDto, FreezesQueryDto, FreezeWalletDto, UnfreezeWalletDto } from './freeze.dto.ts';
import { ListFreezes } from './list-freezes.use-case.ts';

@ApiTags('freezes')
@ApiBearerAuth()
@Controller('admin/wallets/:id')
export class FreezesController {
  constructor(
    private readonly freezeWallet: FreezeWallet,
    private readonly listFreezes: ListFreezes,
  ) {}

  /** Keeps money of a wallet, or all of it, from leaving. What comes in still passes. */
  @Post('freeze')
  @Permission('wallets:freeze')
  @RateLimit('money')
  @Idempotent()
  @ApiCreatedResponse({ type: FreezeDto })
  async freeze(
    @Caller() { id: by }: Principal,
    @UuidParam() walletId: string,
    @Body() { amount, reason }: FreezeWalletDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<FreezeDto>> {
    const frozen = await this.freezeWallet.freeze(walletId, { amountMinor: minor(amount), reason, by }, claim);
    return frozen.map(FreezeDto.from);
  }

  /** Lets go of a freeze, or of a part of it. */
  @Post('unfreeze')
  @HttpCode(200)
  @Permission('wallets:freeze')
  @StepUp()
  @RateLimit('money')
  @Idempotent()
  @ApiOkResponse({ type: FreezeDto })
  async unfreeze(
    @Caller() { id: by }: Principal,
    @UuidParam() walletId: string,
    @Body() { freezeId, amount, reason }: UnfreezeWalletDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<FreezeDto>> {
    const act = { freezeId, amountMinor: minor(amount), reason, by };
    return (await this.freezeWallet.unfreeze(walletId, act, claim)).map(FreezeDto.from);
  }

  /** The freezes of a wallet, newest first. */
  @Get('freezes')
  @Permission('ledger:read')
  @AuditedRead('freezes', 'freeze-list.read')
  async list(@UuidParam() walletId: string, @Query() query: FreezesQueryDto): Promise<FreezeListDto> {
    return FreezeListDto.from(await this.listFreezes.execute(walletId, query));
  }
}

function minor(amount: number | undefined): bigint | undefined {
  return amount === undefined ? undefined : BigInt(amount);
}
