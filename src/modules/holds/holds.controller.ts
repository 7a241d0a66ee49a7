import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { WithStatus } from '../../platform/http/with-status.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Hold } from '../../ledger/core/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ClientOrigin, type Origin, TellsOrigin } from '../risk/index.ts';
import { DryRunDto, DryRunnable, DryRunQueryDto, isDryRun } from '../wallets/index.ts';
import { HoldAccess } from './hold-access.ts';
import { CapturedHoldDto, CaptureHoldDto, HoldDto, PlaceHoldDto } from './hold.dto.ts';
import { PlaceHold } from './place-hold.use-case.ts';
import { ResolveHold } from './resolve-hold.use-case.ts';

@ApiTags('holds')
@ApiBearerAuth()
@Controller('holds')
export class HoldsController {
  constructor(
    private readonly placeHold: PlaceHold,
    private readonly resolveHold: ResolveHold,
    private readonly access: HoldAccess,
    private readonly clock: Clock,
  ) {}

  /** Sets money of a wallet aside until it is captured, voided, or expires. */
  @Post()
  @Permission('holds:write')
  @RateLimit('money')
  @Idempotent({ record: 'postgres', exempt: isDryRun })
  @DryRunnable()
  @TellsOrigin()
  @ApiCreatedResponse({ type: HoldDto })
  async place(
    @Caller() caller: Principal,
    @IdempotencyClaim() claim: Claim,
    @Query() { dryRun }: DryRunQueryDto,
    @Body() body: PlaceHoldDto,
    @ClientOrigin() origin: Origin,
  ): Promise<Replayable<HoldDto> | WithStatus<DryRunDto>> {
    if (dryRun) return new WithStatus(HttpStatus.OK, DryRunDto.from(await this.placeHold.dryRun(caller.id, body)));
    return (await this.placeHold.execute(caller.id, body, claim, origin)).map(this.view);
  }

  /** One hold. */
  @Get(':id')
  @Permission('holds:read')
  async read(@Caller() caller: Principal, @UuidParam('id') id: string): Promise<HoldDto> {
    return this.view((await this.access.visible(caller.id, id)).hold);
  }

  /** Moves the held money, or a part of it, to its target. */
  @Post(':id/capture')
  @HttpCode(200)
  @Permission('holds:write')
  @RateLimit('money')
  @Idempotent({ record: 'postgres' })
  @ApiOkResponse({ type: CapturedHoldDto })
  async capture(
    @Caller() caller: Principal,
    @UuidParam('id') holdId: string,
    @IdempotencyClaim() claim: Claim,
    @Body() body: CaptureHoldDto,
  ): Promise<Replayable<CapturedHoldDto>> {
    const captured = await this.resolveHold.capture(caller.id, { holdId, ...body }, claim);
    return captured.map((one) => CapturedHoldDto.of(one, this.clock.now()));
  }

  /** Lets go of the held money. */
  @Post(':id/void')
  @HttpCode(200)
  @Permission('holds:write')
  @RateLimit('money')
  @Idempotent({ required: false })
  @ApiOkResponse({ type: HoldDto })
  async void(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<HoldDto>> {
    return (await this.resolveHold.void(caller.id, id, claim)).map(this.view);
  }

  private readonly view = (hold: Hold): HoldDto => HoldDto.at(hold, this.clock.now());
}
