import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cleanupJob, Jobs } from '../../platform/jobs/index.ts';
import { ProviderEventsRepository } from './provider-events.repository.ts';

/** Deletes received events of providers when they cannot be repeated any more. */
@Injectable()
export class ProviderEventCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly events: ProviderEventsRepository,
  ) {}

  onModuleInit(): void {
    const begin = () => (limit: number) => this.events.deleteOld(limit);
    this.jobs.register(cleanupJob({ name: 'provider-event-cleanup', cron: '43 * * * *', begin }));
  }
}
