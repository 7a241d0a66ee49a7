import { Injectable } from '@nestjs/common';
import { OneTimeSecrets } from './one-time-secrets.repository.ts';

/** Remembers for a while what may happen once. */
@Injectable()
export class Once {
  constructor(private readonly secrets: OneTimeSecrets) {}

  /** Whether it is the first time: of many at the same moment, one is. `what` is a hash, or something else that is no secret. */
  first(purpose: string, what: string, lifeSeconds: number): Promise<boolean> {
    return this.secrets.countWithin(`once#${purpose}#${what}`, 1, lifeSeconds);
  }
}
