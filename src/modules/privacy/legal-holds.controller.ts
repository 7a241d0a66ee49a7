import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { HoldData } from './hold-data.use-case.ts';
import { HoldReasonDto, LegalHoldDto, LegalHoldPageDto } from './privacy.dto.ts';

@ApiTags('privacy')
@ApiBearerAuth()
@Controller('admin')
export class LegalHoldsController {
  constructor(private readonly holdData: HoldData) {}

  /** The legal holds that were ever placed on what is known of a person, newest first. */
  @Get('users/:id/legal-holds')
  @Permission('legal-holds:read')
  @AuditedRead('privacy', 'legal-holds.read')
  async list(@UuidParam() userId: string, @Query() query: PageQueryDto): Promise<LegalHoldPageDto> {
    return LegalHoldPageDto.of(await this.holdData.list(userId, query));
  }

  /** Keeps what is known of a person from being erased. Their account may still be closed. */
  @Post('users/:id/legal-holds')
  @Permission('legal-holds:write')
  async place(
    @UuidParam() userId: string,
    @Body() { reason }: HoldReasonDto,
    @Caller() { id: placedBy }: Principal,
  ): Promise<LegalHoldDto> {
    return LegalHoldDto.of(await this.holdData.place({ userId, reason, placedBy }));
  }

  /** Lets go of a legal hold. An erasure that waited for it is carried out within minutes. */
  @Post('legal-holds/:id/release')
  @HttpCode(200)
  @Permission('legal-holds:write')
  @StepUp()
  async release(
    @UuidParam() id: string,
    @Body() { reason }: HoldReasonDto,
    @Caller() caller: Principal,
  ): Promise<LegalHoldDto> {
    return LegalHoldDto.of(await this.holdData.release(id, caller.id, reason));
  }
}
