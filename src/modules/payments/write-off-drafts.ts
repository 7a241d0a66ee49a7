import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { type Debt, demandOwed, demandSomebodyElses, type WriteOff } from './write-off.ts';

/** A debt to be given up, as somebody asks for it. The amount is minor units of the dispute's currency. */
export interface WantedWriteOff {
  readonly disputeId: string;
  readonly makerId: string;
  readonly amount: number;
  readonly reason: string;
}

/** Turns a wish into the write-off that it would be. Writes nothing. */
@Injectable()
export class WriteOffDrafts {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The id of a write-off to come. Ids sort by the time they were made; lists rely on it. */
  nextId(): string {
    return this.ids.next(this.clock.now().getTime());
  }

  /** Refuses `forbidden` (a debt of one's own) and `write_off_exceeds_debt`. */
  draft(id: string, debt: Debt, { makerId, amount, reason }: WantedWriteOff): WriteOff {
    demandSomebodyElses(debt, makerId);
    demandOwed(debt.dispute, BigInt(amount));
    const { id: disputeId, currency } = debt.dispute;
    return {
      ...{ id, disputeId, transferId: this.ids.next(), amount: BigInt(amount), currency, reason, makerId },
      ...{ status: 'pending', checkerId: null, decisionReason: null, version: 1 },
      ...{ createdAt: this.clock.now(), decidedAt: null },
    };
  }
}
