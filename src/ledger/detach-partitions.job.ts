import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../platform/jobs/index.ts';
import { DetachPartition } from './detach-partition.use-case.ts';

/** Longer than a verification and a detachment may take. */
const LEASE_SECONDS = 3_600;

/** Lets the entries go that are older than LEDGER_RETENTION_MONTHS, a month at a time. */
@Injectable()
export class DetachPartitionsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly detachPartition: DetachPartition,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'detach-ledger-partitions',
      cron: '0 23 4 * * *',
      leaseSeconds: LEASE_SECONDS,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, async () => ((await this.detachPartition.execute()) === undefined ? 0 : 1));
  }
}
