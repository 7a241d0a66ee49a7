import { Injectable } from '@nestjs/common';
import type { Hold } from '../../ledger/core/index.ts';
import { Ids } from '../../shared/ids.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { type Movement, Risk } from '../risk/index.ts';
import { HoldAccess, type WantedCapture } from './hold-access.ts';
import { type CapturedHold, HoldPostings } from './hold-postings.ts';

/**
 * Captures and voids holds: for the one who pays and the one in whose favour it is. Only the payer may name another target.
 * Refuses `not_found`, `forbidden`, `hold_not_pending`, `hold_expired`, `capture_exceeds_hold`, `capture_target_required`,
 * `currency_mismatch`, `wallet_frozen`, `wallet_closed` and `idempotency_key_reused`; to another target than the hold's also what
 * `Risk.guard` refuses.
 */
@Injectable()
export class ResolveHold {
  constructor(
    private readonly access: HoldAccess,
    private readonly postings: HoldPostings,
    private readonly ids: Ids,
    private readonly risk: Risk,
  ) {}

  async capture(userId: string, wanted: WantedCapture, claim: Claim): Promise<Replayable<CapturedHold>> {
    const { hold, payee } = await this.access.capturable(userId, wanted);
    const amount = wanted.amount === undefined ? undefined : BigInt(wanted.amount);
    const made = {
      id: this.ids.next(),
      kind: 'capture',
      initiatorId: userId,
      description: hold.description ?? undefined,
    };
    const terms = { hold: hold.id, credit: wanted.toWalletId, amount, final: wanted.final };
    const work = (): Promise<Replayable<CapturedHold>> =>
      this.postings.capture(claim, { op: 'capture', ...made, ...terms });
    if (payee === undefined) return work();
    const done = ({ replayed }: Replayable<CapturedHold>): string[] => (replayed ? [] : [made.id]);
    return this.risk.guard({ movement: movementOf(made.id, userId, { hold, payee, amount }), claim, work, done });
  }

  async void(userId: string, holdId: string, claim?: Claim): Promise<Replayable<Hold>> {
    const { hold } = await this.access.resolvable(userId, holdId);
    const command = { op: 'void', hold: hold.id } as const;
    return claim ? this.postings.once(claim, command) : this.postings.void(command);
  }
}

// Somebody else gets it than who was named when it was held.
function movementOf(
  id: string,
  userId: string,
  { hold, payee, amount = hold.amount - hold.captured }: { hold: Hold; payee: string; amount?: bigint },
): Movement {
  return { id, subject: 'capture', userId, parts: [{ id, currency: hold.asset, amount, payee }] };
}
