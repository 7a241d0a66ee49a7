import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { EvaluateMonitors, FIRST_ROUND } from './evaluate-monitors.ts';

/** Goes round through the monitors every few seconds. */
@Injectable()
export class EvaluateMonitorsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly monitors: EvaluateMonitors,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'evaluate-balance-monitors',
      cron: '*/5 * * * * *',
      leaseSeconds: 60,
      run: (context) => this.run(context),
    });
  }

  private async run(context: JobContext): Promise<number> {
    let round = FIRST_ROUND;
    const looked = await inChunks(context, async () => {
      const done = await this.monitors.next(round);
      round = done?.round ?? round;
      return done?.looked ?? 0;
    });
    // A run that left something behind is a failed one, so that somebody looks.
    const { aside } = round;
    if (aside.length > 0) throw new Error(`${aside.length} could not be looked at, the first of them ${aside[0]}`);
    return looked;
  }
}
