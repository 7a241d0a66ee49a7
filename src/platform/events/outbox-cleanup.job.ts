import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { cleanupJob, Jobs } from '../jobs/index.ts';
import { OutboxEvents } from './outbox.repository.ts';
import { RETENTION } from '../../shared/retention.ts';

const KEPT_MS = RETENTION.publishedEvent.keptMs;

/** Deletes events that were published more than 7 days ago. Dead ones stay until a person has looked at them. */
@Injectable()
export class OutboxCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly events: OutboxEvents,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const begin = () => {
      const publishedBefore = new Date(this.clock.now().getTime() - KEPT_MS);
      return (limit: number) => this.events.deletePublishedBefore(publishedBefore, limit);
    };
    this.jobs.register(cleanupJob({ name: 'outbox-cleanup', cron: '29 * * * *', begin }));
  }
}
