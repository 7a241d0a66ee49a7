import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ConfirmRedemption } from './confirm-redemption.use-case.ts';
import { IssueRedemption } from './issue-redemption.use-case.ts';
import { ConfirmedDto, IssuedCodeDto, ScanDto, ScannedDto } from './redemption.dto.ts';
import { ScanRedemption } from './scan-redemption.use-case.ts';

@ApiTags('treats')
@ApiBearerAuth()
@RateLimit('money')
@Controller()
export class RedemptionsController {
  constructor(
    private readonly issueRedemption: IssueRedemption,
    private readonly scanRedemption: ScanRedemption,
    private readonly confirmRedemption: ConfirmRedemption,
  ) {}

  /** A code to show at the bar. It works once, for a minute; ask again for another. */
  @Post('orders/:id/redemption')
  @Permission('orders:write')
  async issue(@Caller() { id }: Principal, @UuidParam() orderId: string): Promise<IssuedCodeDto> {
    return IssuedCodeDto.from(await this.issueRedemption.execute(id, orderId));
  }

  /** Reads a guest's code, and uses it up. For the staff of the venue. */
  @Post('redemptions/scan')
  @HttpCode(200)
  @Idempotent({ required: false })
  @Permission('redemptions:write')
  @ApiOkResponse({ type: ScannedDto })
  async scan(
    @Caller() { id }: Principal,
    @Body() body: ScanDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<ScannedDto>> {
    return (await this.scanRedemption.execute(id, body.qrPayload, claim)).map((scanned) =>
      ScannedDto.from(scanned, id),
    );
  }

  /** The treat was served: the venue is paid. For the bartender who scanned the code, within five minutes. */
  @Post('redemptions/:id/confirm')
  @HttpCode(200)
  @Idempotent()
  @Permission('redemptions:write')
  @ApiOkResponse({ type: ConfirmedDto })
  async confirm(
    @Caller() { id }: Principal,
    @UuidParam() redemptionId: string,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<ConfirmedDto>> {
    return (await this.confirmRedemption.execute(id, redemptionId, claim)).map((found) => ConfirmedDto.from(found, id));
  }
}
