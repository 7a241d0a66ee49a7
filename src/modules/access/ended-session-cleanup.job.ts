import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cleanupJob, Jobs } from '../../platform/jobs/index.ts';
import { AccessRepository } from './access.repository.ts';

/** Forgets ended sessions whose access tokens have all expired. */
@Injectable()
export class EndedSessionCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly repository: AccessRepository,
  ) {}

  onModuleInit(): void {
    const begin = () => (limit: number) => this.repository.deleteExpired(limit);
    this.jobs.register(cleanupJob({ name: 'ended-session-cleanup', cron: '27 * * * *', begin }));
  }
}
