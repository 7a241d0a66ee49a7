import { Controller, Get, HttpCode, HttpStatus, Post, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { StatementFiles } from '../statements/index.ts';
import { ExportMyData } from './export-my-data.use-case.ts';
import { ErasureDto } from './privacy.dto.ts';
import { RequestErasure } from './request-erasure.use-case.ts';

const FILE = { type: 'application/json', disposition: 'attachment; filename="my-data.json"' };

@ApiTags('privacy')
@ApiBearerAuth()
@Controller('me')
export class PrivacyController {
  constructor(
    private readonly exportMyData: ExportMyData,
    private readonly files: StatementFiles,
    private readonly requestErasure: RequestErasure,
  ) {}

  /** Everything that is kept of me, in all stores, as one file. */
  @Get('export')
  @Permission('me:read')
  @StepUp()
  @RateLimit('report')
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'object' } } } })
  async export(@Caller() { id }: Principal): Promise<StreamableFile> {
    return new StreamableFile(this.files.opener(id)(await this.exportMyData.execute(id)), FILE);
  }

  /** Closes my account, for good, and forgets me within minutes. My wallets must be empty, and nothing may be open. */
  @Post('erasure')
  @HttpCode(HttpStatus.ACCEPTED)
  @Permission('me:write')
  @StepUp()
  async erase(@Caller() caller: Principal): Promise<ErasureDto> {
    return { requestedAt: await this.requestErasure.execute(caller) };
  }
}
