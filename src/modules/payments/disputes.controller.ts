import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { DisputeReads } from './dispute-reads.use-case.ts';
import { DisputeDto, DisputeFileDto, DisputeListDto, DisputesQueryDto, SubmitEvidenceDto } from './dispute.dto.ts';
import { SubmitEvidence } from './submit-evidence.use-case.ts';

@ApiTags('disputes')
@ApiBearerAuth()
@Controller('admin/disputes')
export class DisputesController {
  constructor(
    private readonly reads: DisputeReads,
    private readonly submitEvidence: SubmitEvidence,
  ) {}

  /** Disputes of every payment, newest first. */
  @Get()
  @Permission('disputes:read')
  @AuditedRead('payments', 'dispute-list.read')
  async list(@Query() query: DisputesQueryDto): Promise<DisputeListDto> {
    const page = await this.reads.list(query);
    return { ...page, data: page.data.map(DisputeDto.from) };
  }

  /** One dispute, and the evidence against it. */
  @Get(':id')
  @Permission('disputes:read')
  @AuditedRead('payments', 'dispute.read')
  async read(@UuidParam('id') id: string): Promise<DisputeFileDto> {
    return DisputeFileDto.fromFile(await this.reads.file(id));
  }

  /** Answers a dispute with evidence, once. What the provider cannot be told now is sent to it later. */
  @Post(':id/evidence')
  @Permission('disputes:write')
  @RateLimit('money')
  @Idempotent()
  @ApiCreatedResponse({ type: DisputeFileDto })
  async submit(
    @Caller() { id: submittedBy }: Principal,
    @UuidParam('id') disputeId: string,
    @IdempotencyClaim() claim: Claim,
    @Body() { text, documents = [] }: SubmitEvidenceDto,
  ): Promise<Replayable<DisputeFileDto>> {
    const wanted = { disputeId, text, documents, submittedBy };
    return (await this.submitEvidence.execute(wanted, claim)).map(DisputeFileDto.fromFile);
  }
}
