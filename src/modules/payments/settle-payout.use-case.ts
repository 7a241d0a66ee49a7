import { Injectable } from '@nestjs/common';
import { AccountCalls } from './account-calls.ts';
import { isArrived } from './payout.ts';
import type { Subject } from './provider-subjects.repository.ts';
import { RecordPayout } from './record-payout.ts';

/** Asks a provider how a payout stands, and records the answer. Throws when it is to be asked again. */
@Injectable()
export class SettlePayout {
  constructor(
    private readonly account: AccountCalls,
    private readonly records: RecordPayout,
  ) {}

  /** Returns whether it rests: that nothing is to be asked until something is heard of it. */
  async resume({ provider, reference }: Subject): Promise<boolean> {
    const report = await this.account.ask(provider, `payout ${reference}`, (account) => account.payout(reference));
    return isArrived((await this.records.execute(provider, report)).status);
  }
}
