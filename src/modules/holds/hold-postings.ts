import { Injectable } from '@nestjs/common';
import type { CaptureCommand, Hold, HoldCommand, VoidCommand } from '../../ledger/core/index.ts';
import { EntriesRepository, Ledger, refusalOf } from '../../ledger/index.ts';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';

/** A hold as a capture left it, and the transfer that the capture made. */
export interface CapturedHold {
  readonly hold: Hold;
  readonly transferId: string;
}

/** Posts what happens to a hold, and gives back the hold as it is then. */
@Injectable()
export class HoldPostings {
  constructor(
    private readonly ledger: Ledger,
    private readonly entries: EntriesRepository,
  ) {}

  /** Once under the claim. Throws the ledger's refusal, the first one again when it is a repetition, and `idempotency_key_reused`. */
  async once(claim: Claim, command: HoldCommand | VoidCommand): Promise<Replayable<Hold>> {
    const { id, replayed } = await this.ledger.demandOnce(claim, command);
    return replayable(await this.read(command.op === 'hold' ? id : command.hold), replayed);
  }

  /** The same for a capture. */
  async capture(claim: Claim, command: CaptureCommand): Promise<Replayable<CapturedHold>> {
    const { id, replayed } = await this.ledger.demandOnce(claim, command);
    return replayable({ hold: await this.read(command.hold), transferId: id }, replayed);
  }

  /** The same for one who brought no key: letting go twice is refused by the hold itself. */
  async void(command: VoidCommand): Promise<Replayable<Hold>> {
    const refusal = refusalOf(await this.ledger.post([command]));
    if (refusal) throw refusal;
    return replayable(await this.read(command.hold), false);
  }

  private async read(holdId: string): Promise<Hold> {
    const hold = await this.entries.hold(holdId);
    if (!hold) throw new Error('a hold cannot be read back');
    return hold;
  }
}
