import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { RETENTION } from '../../shared/retention.ts';
import { ErasuresRepository } from './erasures.repository.ts';
import { ForgetAtProvider } from './forget-at-provider.use-case.ts';
import { ForgetPerson } from './forget-person.use-case.ts';

const LEASE_SECONDS = 120;
const CHUNK = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Forgets those who asked for it, and those whose account has been closed for long enough. Who cannot be forgotten yet waits for the next run. */
@Injectable()
export class CarryOutErasures implements OnModuleInit {
  private readonly logger = new Logger('Privacy');

  constructor(
    private readonly jobs: Jobs,
    private readonly erasures: ErasuresRepository,
    private readonly forgetPerson: ForgetPerson,
    private readonly forgetAtProvider: ForgetAtProvider,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: 'erasures', cron: '*/2 * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private async run({ renew }: JobContext): Promise<number> {
    await this.erasures.requestClosedFor(RETENTION.closedAccount.keptMs, CHUNK);
    let forgotten = 0;
    let after = BEFORE_ALL;
    for (let waiting = await this.erasures.waiting(after, CHUNK); waiting.length > 0;) {
      for (const erasure of waiting) {
        const hindrance = await this.forgetPerson.execute(erasure);
        if (hindrance) this.logger.log(`the erasure of ${erasure.userId} waits: ${hindrance}`);
        else forgotten += 1;
        after = erasure.userId;
      }
      await renew(forgotten);
      waiting = await this.erasures.waiting(after, CHUNK);
    }
    await this.forgetAtProvider.execute(() => renew(forgotten));
    return forgotten;
  }
}
