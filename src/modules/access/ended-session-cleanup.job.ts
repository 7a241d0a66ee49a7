import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { AccessRepository } from './access.repository.ts';

const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** Forgets ended sessions whose access tokens have all expired. */
@Injectable()
export class EndedSessionCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly repository: AccessRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'ended-session-cleanup',
      cron: '27 * * * *',
      leaseSeconds: LEASE_SECONDS,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, () => this.repository.deleteExpired(CHUNK));
  }
}
