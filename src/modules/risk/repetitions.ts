import { Injectable } from '@nestjs/common';
import { EntriesRepository } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Refusal } from '../../shared/refusal.ts';
import { type Claim, Claims } from '../idempotency/index.ts';
import { isDoneAtOnce, type Movement } from './movement.ts';

/** Which requests are repetitions: they are answered as they were the first time, whatever is in force now. */
@Injectable()
export class Repetitions {
  constructor(
    private readonly claims: Claims,
    private readonly entries: EntriesRepository,
  ) {}

  /** Keeps a refusal as the answer of the key. False when the key has another. */
  keep(tx: Tx, claim: Claim, refusal: Refusal): Promise<boolean> {
    return this.claims.keepRefusal(tx, claim, refusal);
  }

  /** Under its key, or under the ids that a client chose: nothing new can be posted under one that was used. */
  async has({ parts }: Movement, claim: Claim | undefined): Promise<boolean> {
    if (claim && (await this.claims.isTaken(claim))) return true;
    if (!parts.every(isDoneAtOnce)) return false;
    const ids = parts.map(({ id }) => id);
    const posted = await this.entries.posted(ids);
    return ids.every((id) => posted.has(id));
  }
}
