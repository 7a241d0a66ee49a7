import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { DecideReviewDto, DecisionDto, DecisionListDto, DecisionsQueryDto } from './decision.dto.ts';
import { ReviewMovements } from './review-movements.use-case.ts';

@ApiTags('risk')
@ApiBearerAuth()
@Controller('admin/risk/decisions')
export class ReviewsController {
  constructor(private readonly reviews: ReviewMovements) {}

  /** What was blocked and what is reviewed, newest first. */
  @Get()
  @Permission('risk:read')
  @AuditedRead('risk', 'decision-list.read')
  async list(@Query() query: DecisionsQueryDto): Promise<DecisionListDto> {
    return DecisionListDto.from(await this.reviews.list(query));
  }

  /** One decision. */
  @Get(':id')
  @Permission('risk:read')
  @AuditedRead('risk', 'decision.read')
  async read(@UuidParam() id: string): Promise<DecisionDto> {
    return DecisionDto.from(await this.reviews.read(id));
  }

  /** Takes a review, so that others see that somebody is at it. */
  @Post(':id/take')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:review')
  async take(@Caller() { id: reviewerId }: Principal, @UuidParam() id: string): Promise<DecisionDto> {
    return DecisionDto.from(await this.reviews.move({ id, to: 'taken', reviewerId }));
  }

  /** Puts a review back into the queue. */
  @Post(':id/put-back')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:review')
  async putBack(@Caller() { id: reviewerId }: Principal, @UuidParam() id: string): Promise<DecisionDto> {
    return DecisionDto.from(await this.reviews.move({ id, to: 'open', reviewerId }));
  }

  /** Lets the movement pass when it is sent again with its Idempotency-Key, for a day; a scheduled transfer is made at once. */
  @Post(':id/approve')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:review')
  async approve(
    @Caller() { id: reviewerId }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: DecideReviewDto,
  ): Promise<DecisionDto> {
    return DecisionDto.from(await this.reviews.move({ id, to: 'approved', reviewerId, reason }));
  }

  /** Refuses the movement for good. */
  @Post(':id/reject')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:review')
  async reject(
    @Caller() { id: reviewerId }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: DecideReviewDto,
  ): Promise<DecisionDto> {
    return DecisionDto.from(await this.reviews.move({ id, to: 'rejected', reviewerId, reason }));
  }
}
