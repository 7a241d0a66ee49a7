import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { decided, type Decision, demandDecidable } from '../../shared/maker-checker.ts';
import { refuse } from '../../shared/refusal.ts';
import { commandOf, type Adjustment } from './adjustment.ts';
import { adjustmentEvent } from './adjustment.events.ts';
import { AdjustmentsRepository } from './adjustments.repository.ts';

/** The only way an adjustment is written: its row, its money and its news change together, in the caller's transaction. */
@Injectable()
export class Adjustments {
  constructor(
    private readonly repository: AdjustmentsRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Reads outside of every transaction unless one is given. Refuses `not_found`. */
  async require(id: string, tx?: Tx): Promise<Adjustment> {
    return found(await this.repository.find(id, tx));
  }

  /** Locks it until the transaction ends, so that of two who decide one waits. Refuses `not_found`. */
  async lock(tx: Tx, id: string): Promise<Adjustment> {
    return found(await this.repository.lock(tx, id));
  }

  async add(tx: Tx, adjustment: Adjustment): Promise<Adjustment> {
    await this.repository.insert(tx, adjustment);
    await this.announce(tx, adjustment);
    return adjustment;
  }

  /**
   * Decides a locked one; approving posts it. Refuses what `demandDecidable` refuses (`adjustment_not_actionable`), and what the ledger refuses: then nothing
   * is decided, and it waits on.
   */
  async decide(tx: Tx, adjustment: Adjustment, decision: Decision): Promise<Adjustment> {
    demandDecidable(adjustment, decision, 'adjustment_not_actionable');
    const after = decided(adjustment, decision, this.clock.now());
    await this.repository.decide(tx, after);
    await this.announce(tx, after);
    if (decision.to === 'approved') await this.post(tx, adjustment);
    return after;
  }

  private async announce(tx: Tx, adjustment: Adjustment): Promise<void> {
    const event = adjustmentEvent(adjustment);
    await this.outbox.append(tx, event);
    await audit.announced(tx, 'adjustments', [event], adjustment.transferId);
  }

  private async post(tx: Tx, adjustment: Adjustment): Promise<void> {
    const contra = await this.ledger.openAccount(tx, 'adjustment', adjustment.currency);
    await this.ledger.demand(tx, [commandOf(adjustment, contra.id)]);
  }
}

function found(adjustment: Adjustment | undefined): Adjustment {
  if (!adjustment) throw refuse('not_found', 'There is no such adjustment');
  return adjustment;
}
