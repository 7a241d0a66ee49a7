import { Injectable } from '@nestjs/common';
import type { HoldCommand } from '../../ledger/core/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Settings } from '../settings/index.ts';
import { PLAIN_HOLD } from './hold-access.ts';

export interface WantedHold {
  readonly walletId: string;
  readonly toWalletId?: string;
  readonly amount: number;
  readonly currency: string;
  readonly expiresInSeconds: number;
  readonly description?: string;
}

/** Turns what somebody wants held into what the ledger is asked. */
@Injectable()
export class HoldTerms {
  constructor(
    private readonly settings: Settings,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Refuses `validation_failed` for a hold that is longer than operators allow. */
  command(userId: string, wanted: WantedHold): HoldCommand {
    const { walletId: debit, toWalletId: credit, amount, currency: asset, description, expiresInSeconds } = wanted;
    const maxSeconds = this.settings.get('holds.max_seconds');
    if (expiresInSeconds > maxSeconds) throw refuse('validation_failed', `A hold lasts at most ${maxSeconds} seconds`);
    const expiresAt = new Date(this.clock.now().getTime() + expiresInSeconds * 1000);
    const made = { id: this.ids.next(), kind: PLAIN_HOLD, initiatorId: userId, description };
    const parties = { debit, credit, owner: userId };
    return { op: 'hold', ...made, ...parties, amount: BigInt(amount), asset, expiresAt };
  }
}
