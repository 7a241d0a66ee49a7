import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { inChunks, type JobContext, Jobs } from '../jobs/index.ts';
import { OutboxEvents } from './outbox.repository.ts';
import { RETENTION } from '../../shared/retention.ts';

const KEPT_MS = RETENTION.publishedEvent.keptMs;
const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** Deletes events that were published more than 7 days ago. Dead ones stay until a person has looked at them. */
@Injectable()
export class OutboxCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly events: OutboxEvents,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: 'outbox-cleanup', cron: '29 * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private run(context: JobContext): Promise<number> {
    const publishedBefore = new Date(this.clock.now().getTime() - KEPT_MS);
    return inChunks(context, () => this.events.deletePublishedBefore(publishedBefore, CHUNK));
  }
}
