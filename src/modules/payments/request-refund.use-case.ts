import { Injectable } from '@nestjs/common';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { RecordRefund, type WantedRefund } from './record-refund.ts';
import type { Refund } from './refund.ts';
import { SettleRefund } from './settle-refund.use-case.ts';

/**
 * Sends (a part of) a top-up back to the card: takes it out of the wallet with the intent, asks the provider, records the
 * outcome. A repetition whose first request never came back goes on from the intent. Refuses what `RecordRefund` refuses; a
 * refund that the provider refuses is no refusal but a refund with status `failed`, and its money is back in the wallet.
 */
@Injectable()
export class RequestRefund {
  constructor(
    private readonly records: RecordRefund,
    private readonly settle: SettleRefund,
  ) {}

  async execute(wanted: WantedRefund, claim: Claim): Promise<Replayable<Refund>> {
    const { refund, repeated } = await this.records.intend(wanted, claim);
    return replayable(repeated ? await this.settle.resume(refund) : await this.settle.refund(refund), repeated);
  }
}
