import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { decided, type Decision, demandDecidable } from '../../shared/maker-checker.ts';
import { refuse } from '../../shared/refusal.ts';
import { DisputeBooks } from './dispute-books.ts';
import { type Debt, demandOwed, demandSomebodyElses, type WriteOff } from './write-off.ts';
import { writeOffEvent } from './write-off.events.ts';
import { WriteOffsRepository } from './write-offs.repository.ts';

/** The only way a write-off is written: its row, the debt, the money and the news change together, with the payment locked. */
@Injectable()
export class WriteOffBooks {
  constructor(
    private readonly writeOffs: WriteOffsRepository,
    private readonly disputes: DisputeBooks,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Reads outside of every transaction unless one is given. Refuses `not_found`. */
  async require(id: string, tx?: Tx): Promise<WriteOff> {
    const found = await this.writeOffs.find(id, tx);
    if (!found) throw refuse('not_found', 'There is no such write-off');
    return found;
  }

  /** The debt as it stands, locked until the transaction ends. Refuses `not_found`. */
  lockDebt(tx: Tx, disputeId: string): Promise<Debt> {
    return this.disputes.lockDebt(tx, disputeId);
  }

  async add(tx: Tx, writeOff: WriteOff): Promise<WriteOff> {
    await this.writeOffs.insert(tx, writeOff);
    await this.announce(tx, writeOff);
    return writeOff;
  }

  /**
   * Decides one whose debt is locked; approving posts it. Refuses what `demandDecidable` refuses (`write_off_not_actionable`),
   * `forbidden` (a debt of one's own) and on approval `write_off_exceeds_debt`: then nothing is decided, and it waits on.
   */
  async decide(tx: Tx, debt: Debt, writeOff: WriteOff, decision: Decision): Promise<WriteOff> {
    demandSomebodyElses(debt, decision.by);
    demandDecidable(writeOff, decision, 'write_off_not_actionable');
    const after = decided(writeOff, decision, this.clock.now());
    await this.writeOffs.decide(tx, after);
    await this.announce(tx, after);
    if (decision.to !== 'approved') return after;
    demandOwed(debt.dispute, writeOff.amount);
    await this.disputes.writeOff(tx, debt, writeOff);
    return after;
  }

  private async announce(tx: Tx, writeOff: WriteOff): Promise<void> {
    const event = writeOffEvent(writeOff);
    await this.outbox.append(tx, event);
    await audit.announced(tx, 'payments', [event], writeOff.transferId);
  }
}
