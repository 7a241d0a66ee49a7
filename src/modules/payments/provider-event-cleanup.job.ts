import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { ProviderEventsRepository } from './provider-events.repository.ts';

const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** Deletes received events of providers when they cannot be repeated any more. */
@Injectable()
export class ProviderEventCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly events: ProviderEventsRepository,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => inChunks(context, () => this.events.deleteOld(CHUNK));
    this.jobs.register({ name: 'provider-event-cleanup', cron: '43 * * * *', leaseSeconds: LEASE_SECONDS, run });
  }
}
