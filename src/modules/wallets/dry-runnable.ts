import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { DryRunDto } from './dry-run.dto.ts';
import { DryRunStatus } from './dry-run-status.interceptor.ts';

/** The route answers `?dryRun=true` with 200 and a `DryRunDto`, whatever it answers otherwise. */
export function DryRunnable(): MethodDecorator {
  return applyDecorators(UseInterceptors(DryRunStatus), ApiOkResponse({ type: DryRunDto }));
}
