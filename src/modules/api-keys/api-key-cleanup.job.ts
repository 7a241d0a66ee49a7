import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cleanupJob, Jobs } from '../../platform/jobs/index.ts';
import { Clock } from '../../shared/clock.ts';
import { KEPT_MS } from './api-key.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';

/** Forgets keys that have been over for long. */
@Injectable()
export class ApiKeyCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly keys: ApiKeysRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const begin = () => {
      const before = new Date(this.clock.now().getTime() - KEPT_MS);
      return (limit: number) => this.keys.deleteOver(before, limit);
    };
    this.jobs.register(cleanupJob({ name: 'api-key-cleanup', cron: '41 3 * * *', begin }));
  }
}
