import { Injectable } from '@nestjs/common';
import { EntriesRepository } from '../../ledger/index.ts';
import { type Claim, Claims } from '../idempotency/index.ts';
import type { Movement } from './movement.ts';

/** Which requests are repetitions: they are answered as they were the first time, whatever is in force now. */
@Injectable()
export class Repetitions {
  constructor(
    private readonly claims: Claims,
    private readonly entries: EntriesRepository,
  ) {}

  /** Under its key, or under the ids that a client chose: nothing new can be posted under one that was used. */
  async has({ parts }: Movement, claim: Claim | undefined): Promise<boolean> {
    if (claim && (await this.claims.isTaken(claim))) return true;
    const ids = parts.map(({ id }) => id);
    if (ids.includes('')) return false;
    const posted = await this.entries.posted(ids);
    return ids.every((id) => posted.has(id));
  }
}
