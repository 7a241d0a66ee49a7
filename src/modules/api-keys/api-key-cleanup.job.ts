import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { Clock } from '../../shared/clock.ts';
import { KEPT_MS } from './api-key.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';

const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** Forgets keys that have been over for long. */
@Injectable()
export class ApiKeyCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly keys: ApiKeysRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'api-key-cleanup',
      cron: '41 3 * * *',
      leaseSeconds: LEASE_SECONDS,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return inChunks(context, () => this.keys.deleteOver(before, CHUNK));
  }
}
