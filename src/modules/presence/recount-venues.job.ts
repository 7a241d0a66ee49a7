import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { VenueCounts } from '../counters/index.ts';
import { ExpiredPresences } from './expired-presences.ts';

/** Takes people who are gone off the counts: every minute, venue by venue, those venues where somebody is counted. */
@Injectable()
export class RecountVenuesJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly counts: VenueCounts,
    private readonly expired: ExpiredPresences,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'recount-venues',
      cron: '* * * * *',
      leaseSeconds: 60,
      run: (context) => this.run(context),
    });
  }

  private async run(context: JobContext): Promise<number> {
    let removed = 0;
    for await (const venueIds of this.counts.occupied()) {
      for (const venueId of venueIds) {
        const gone = await this.expired.removeFrom(venueId);
        removed += gone;
        if (gone > 0) await context.renew(removed);
      }
      await context.renew(removed);
    }
    return removed;
  }
}
