import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobContext, Jobs } from '../jobs/index.ts';
import { MasterKeys } from './master-keys.ts';

const LEASE_SECONDS = 120;

/** Wraps data keys anew when another master key has come into use. */
@Injectable()
export class RewrapDataKeys implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly masterKeys: MasterKeys,
  ) {}

  onModuleInit(): void {
    const run = ({ renew }: JobContext): Promise<number> => this.masterKeys.rewrap(renew);
    this.jobs.register({
      name: 'rewrap-data-keys',
      cron: '2,12,22,32,42,52 * * * *',
      leaseSeconds: LEASE_SECONDS,
      run,
    });
  }
}
