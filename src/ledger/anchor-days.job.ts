import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../platform/jobs/index.ts';
import { Clock } from '../shared/clock.ts';
import { AnchorsRepository } from './anchors.repository.ts';

const LEASE_SECONDS = 330;

/** Anchors business days that were closed, once everything before their end is sealed. */
@Injectable()
export class AnchorDaysJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly anchors: AnchorsRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'anchor-ledger-days',
      cron: '20 */5 * * * *',
      leaseSeconds: LEASE_SECONDS,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, async () => ((await this.anchors.anchorNext(this.clock.now())) === undefined ? 0 : 1));
  }
}
