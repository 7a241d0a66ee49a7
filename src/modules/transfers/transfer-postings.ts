import { Injectable } from '@nestjs/common';
import { transferOf, type ReversalCommand, type Transfer, type TransferCommand } from '../../ledger/core/index.ts';
import { EntriesRepository, Ledger } from '../../ledger/index.ts';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';

/** A transfer, and whether it was posted at this moment: not when the claim, or its id, had been used for the same before. */
export interface PostedTransfer {
  readonly isNew: boolean;
  readonly answer: Replayable<Transfer>;
}

/** Posts one movement and gives back the transfer it made. */
@Injectable()
export class TransferPostings {
  constructor(
    private readonly ledger: Ledger,
    private readonly entries: EntriesRepository,
  ) {}

  /** Once under the claim, and whether it was posted now. Throws the ledger's refusal, the first one again when it is a repetition, and `idempotency_key_reused`. */
  async once(claim: Claim, command: TransferCommand | ReversalCommand): Promise<PostedTransfer> {
    const { id, replayed, writtenAt } = await this.ledger.demandOnce(claim, command);
    // What was posted this moment is known, but for metadata, which PostgreSQL keeps in an order of its own; a repetition
    // answers with what was written then, byte for byte.
    if (command.op === 'transfer' && writtenAt && !command.metadata)
      return { isNew: true, answer: replayable(transferOf(command, writtenAt), replayed) };
    const transfer = await this.entries.transfer(id);
    if (!transfer) throw new Error('a posted transfer cannot be read back');
    return { isNew: writtenAt !== undefined, answer: replayable(transfer, replayed) };
  }
}
