import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { CONFIG, type Config } from '../config/index.ts';
import { Jobs, type JobContext } from '../jobs/index.ts';
import type { DataKey } from './data-key.ts';
import { DataKeyRotation } from './data-key-rotation.ts';

const LEASE_SECONDS = 120;
const DAY_MS = 86_400_000;

export const KEYS_JOB = 'data-keys';

/** Makes a new data key when the newest has become old, and seals anew what older ones sealed. */
@Injectable()
export class RotateDataKeys implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly rotation: DataKeyRotation,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: KEYS_JOB, cron: '7,17,27,37,47,57 * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private async run({ renew }: JobContext): Promise<number> {
    const newest = await this.rotation.newest();
    if (newest && this.isOld(newest)) await this.rotation.start();
    return this.rotation.finish(renew);
  }

  private isOld({ createdAt }: DataKey): boolean {
    const { dataKeyDays } = this.config.keys;
    return dataKeyDays > 0 && this.clock.now().getTime() - createdAt.getTime() >= dataKeyDays * DAY_MS;
  }
}
