import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import type { Principal } from '../../shared/principal.ts';
import { ExplainKey } from './explain-key.use-case.ts';
import { KeyUseListDto } from './key-use.dto.ts';

@ApiTags('idempotency')
@ApiBearerAuth()
@Controller('idempotency-keys')
export class IdempotencyController {
  constructor(private readonly explainKey: ExplainKey) {}

  /** Says what one of my Idempotency-Keys did in the last 24 hours. */
  @Get(':key')
  @Permission('idempotency:read')
  async explain(@Caller() caller: Principal, @Param('key') key: string): Promise<KeyUseListDto> {
    return KeyUseListDto.from(await this.explainKey.execute({ principalId: caller.id, key }));
  }
}
