import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { derivedKey } from '../../platform/crypto/index.ts';
import { Clock } from '../../shared/clock.ts';
import { OneTimeSecrets } from './one-time-secrets.repository.ts';

const HOUR_SECONDS = 3_600;

/** How often something may happen to somebody, or to an address, in an hour; over all processes, and also when Redis is gone. */
@Injectable()
export class Quotas {
  private readonly key: Buffer;
  private readonly scale: number;

  constructor(
    private readonly secrets: OneTimeSecrets,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.key = derivedKey(config.secrets.signing, 'quotas');
    this.scale = config.rateLimitScale;
  }

  /** Counts once more. False when it was too often in this hour. */
  take(what: string, subject: string, perHour: number): Promise<boolean> {
    const hour = Math.floor(this.clock.now().getTime() / 1_000 / HOUR_SECONDS);
    // An address is nobody's to read in a table.
    const who = createHmac('sha256', this.key).update(subject.toLowerCase()).digest('base64url');
    return this.secrets.countWithin(`quota#${what}#${who}#${hour}`, perHour * this.scale, 2 * HOUR_SECONDS);
  }
}
