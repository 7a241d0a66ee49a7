import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/access.ts';
import { RateLimit } from '../rate-limit/index.ts';
import { type LivenessDto, ReadinessDto } from './health.dto.ts';
import { Readiness } from './readiness.ts';

@ApiTags('health')
@RateLimit('none')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process runs. A restart is the answer to a no, so that stores do not matter here. */
  @Get('live')
  live(): LivenessDto {
    return { status: 'ok' };
  }

  /** Whether the process should get requests; 503 when it should not. Without Redis it is degraded, and ready. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    const state = await this.readiness.check();
    const ready = state.status === 'ok' || state.status === 'degraded';
    void reply.code(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { status: state.status, stores: { ...state.stores } };
  }
}
