import { Injectable } from '@nestjs/common';
import { asRefusal, Refusal } from '../../shared/refusal.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import type { Origin } from '../risk/index.ts';
import { MovementGuard } from '../wallets/index.ts';
import { PromisedTransfers } from './promised-transfers.ts';
import { movementOf, type ScheduledTransfer } from './scheduled-transfer.ts';
import { ScheduledTransferDrafts, type WantedScheduledTransfer } from './scheduled-transfer-drafts.ts';

/**
 * Promises a transfer for later, once under the claim. Nothing is held for it until then. Refuses what
 * `ScheduledTransferDrafts.draft` and `MovementGuard.run` refuse, and `too_many_scheduled_transfers` and `idempotency_key_reused`.
 */
@Injectable()
export class ScheduleTransfer {
  constructor(
    private readonly drafts: ScheduledTransferDrafts,
    private readonly promised: PromisedTransfers,
    private readonly guard: MovementGuard,
  ) {}

  async execute(
    userId: string,
    wanted: WantedScheduledTransfer,
    claim?: Claim,
    origin?: Origin,
  ): Promise<Replayable<ScheduledTransfer>> {
    const id = this.drafts.nextId();
    const draft = await this.drafts.draft(id, userId, wanted).catch(asRefusal);
    const work = (): Promise<Replayable<ScheduledTransfer>> => this.promised.once({ id, userId }, draft, claim);
    if (draft instanceof Refusal) return work();
    const movement = { ...origin, ...movementOf(draft) };
    const done = ({ replayed }: Replayable<ScheduledTransfer>) => (replayed ? [] : movement.parts.map(({ id }) => id));
    return this.guard.run({ movement, claim, work, done });
  }
}
