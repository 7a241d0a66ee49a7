import { Injectable } from '@nestjs/common';
import type { ReversalCommand, Transfer, TransferCommand } from '../../ledger/core/index.ts';
import { EntriesRepository, Ledger } from '../../ledger/index.ts';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';

/** Posts one movement and gives back the transfer it made. */
@Injectable()
export class TransferPostings {
  constructor(
    private readonly ledger: Ledger,
    private readonly entries: EntriesRepository,
  ) {}

  /** Once under the claim. Throws the ledger's refusal, the first one again when it is a repetition, and `idempotency_key_reused`. */
  async once(claim: Claim, command: TransferCommand | ReversalCommand): Promise<Replayable<Transfer>> {
    const { id, replayed } = await this.ledger.demandOnce(claim, command);
    const transfer = await this.entries.transfer(id);
    if (!transfer) throw new Error('a posted transfer cannot be read back');
    return replayable(transfer, replayed);
  }
}
