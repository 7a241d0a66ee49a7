import { Injectable } from '@nestjs/common';
import type { ReversalCommand, Transfer } from '../../ledger/core/index.ts';
import { Ids } from '../../shared/ids.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { DryRuns, type TriedResult } from '../wallets/index.ts';
import { TransferPostings } from './transfer-postings.ts';
import { TransferReads } from './transfer-reads.use-case.ts';

export interface ReversalWish {
  readonly transferId: string;
  readonly amountMinor?: bigint;
  readonly reason: string;
}

/**
 * Sends (a part of) a transfer back, by its receiver or by somebody who may reverse any. Only transfers between wallets:
 * what a payment or an order moved is undone by the payment or the order.
 * Refuses `not_found`, `forbidden`, `transfer_is_reversal`, `reversal_exceeds_transfer`, `insufficient_funds`,
 * `wallet_frozen`, `wallet_closed` and `idempotency_key_reused`.
 */
@Injectable()
export class ReverseTransfer {
  constructor(
    private readonly postings: TransferPostings,
    private readonly reads: TransferReads,
    private readonly dryRuns: DryRuns,
    private readonly ids: Ids,
  ) {}

  async execute(caller: Principal, wish: ReversalWish, claim: Claim): Promise<Replayable<Transfer>> {
    return (await this.postings.once(claim, await this.command(caller, wish))).answer;
  }

  /** What it would do. Refuses `not_found`, `forbidden` and `transfer_is_reversal`; what the ledger refuses is a result. */
  async dryRun(caller: Principal, wish: ReversalWish): Promise<TriedResult[]> {
    return this.dryRuns.try(caller.id, [await this.command(caller, wish)]);
  }

  private async command(caller: Principal, wish: ReversalWish): Promise<ReversalCommand> {
    const { transfer, received } = await this.reads.visible(caller, wish.transferId);
    const anyones = caller.permissions.has('transfers:reverse');
    if (!anyones && !received) throw refuse('forbidden', 'Only the receiver may send a transfer back');
    if (transfer.kind === 'reversal') throw refuse('transfer_is_reversal');
    if (transfer.kind !== 'transfer') throw refuse('forbidden', `A ${transfer.kind} is undone where it was made`);

    const { amountMinor: amount, reason: description } = wish;
    const made = { id: this.ids.next(), kind: 'reversal', initiatorId: caller.id };
    return { op: 'reversal', ...made, reverses: transfer.id, amount, description };
  }
}
