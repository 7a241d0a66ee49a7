import { ApiOkResponse } from '@nestjs/swagger';
import { DryRunDto } from './dry-run.dto.ts';

/** The route's contract: `?dryRun=true` is answered with 200 and a `DryRunDto`, for nothing is created. */
export function DryRunnable(): MethodDecorator {
  return ApiOkResponse({ type: DryRunDto });
}
