import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { VenueCounts } from '../counters/index.ts';
import { ExpiredPresences } from './expired-presences.ts';
import { RecountedVenues } from './recounted-venues.ts';

/**
 * Every minute, at the venues where somebody is counted: takes off people who are gone, then makes the count equal to those who are stored there.
 * Returns how many people were taken off and how many counts were corrected, together.
 */
@Injectable()
export class RecountVenuesJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly counts: VenueCounts,
    private readonly expired: ExpiredPresences,
    private readonly recounted: RecountedVenues,
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
    let processed = 0;
    for await (const venueIds of this.counts.occupied()) {
      for (const venueId of venueIds) {
        const gone = await this.expired.removeFrom(venueId);
        processed += gone;
        if (gone > 0) await context.renew(processed);
      }
      processed += await this.recounted.correct(venueIds);
      await context.renew(processed);
    }
    return processed;
  }
}
