import { Injectable } from '@nestjs/common';
import type { Hold } from '../../ledger/core/index.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { Wallets } from '../wallets/index.ts';
import { HoldAccess } from './hold-access.ts';
import { type CapturedHold, HoldPostings } from './hold-postings.ts';

export interface WantedCapture {
  readonly holdId: string;
  readonly amount?: number;
  readonly toWalletId?: string;
  readonly final: boolean;
}

/**
 * Captures and voids holds: for the one who pays and the one in whose favour it is. Only the payer may name another target.
 * Refuses `not_found`, `forbidden`, `hold_not_pending`, `hold_expired`, `capture_exceeds_hold`, `capture_target_required`,
 * `currency_mismatch`, `wallet_frozen`, `wallet_closed` and `idempotency_key_reused`.
 */
@Injectable()
export class ResolveHold {
  constructor(
    private readonly access: HoldAccess,
    private readonly wallets: Wallets,
    private readonly postings: HoldPostings,
    private readonly ids: Ids,
  ) {}

  async capture(userId: string, wanted: WantedCapture, claim: Claim): Promise<Replayable<CapturedHold>> {
    const { hold, pays } = await this.access.resolvable(userId, wanted.holdId);
    const elsewhere = wanted.toWalletId !== undefined && wanted.toWalletId !== hold.credit;
    if (elsewhere && !pays) throw refuse('forbidden', 'Only the payer may name another target');
    if (wanted.toWalletId) await this.wallets.ownedAll(userId, [], [wanted.toWalletId]);

    const description = hold.description ?? undefined;
    const made = { id: this.ids.next(), kind: 'capture', initiatorId: userId, description };
    const amount = wanted.amount === undefined ? undefined : BigInt(wanted.amount);
    return this.postings.capture(claim, {
      op: 'capture',
      ...made,
      hold: hold.id,
      credit: wanted.toWalletId,
      amount,
      final: wanted.final,
    });
  }

  async void(userId: string, holdId: string, claim?: Claim): Promise<Replayable<Hold>> {
    const { hold } = await this.access.resolvable(userId, holdId);
    const command = { op: 'void', hold: hold.id } as const;
    return claim ? this.postings.once(claim, command) : this.postings.void(command);
  }
}
