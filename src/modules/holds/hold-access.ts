import { Injectable } from '@nestjs/common';
import type { Hold } from '../../ledger/core/index.ts';
import { EntriesRepository } from '../../ledger/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Wallets } from '../wallets/index.ts';

/** The kind of hold that people place themselves. Other kinds belong to an order or a payment and are resolved there. */
export const PLAIN_HOLD = 'hold';

export interface WantedCapture {
  readonly holdId: string;
  readonly amount?: number;
  readonly toWalletId?: string;
  readonly final: boolean;
}

/** Which holds a user may see and resolve: those on their wallets, and those in favour of their wallets. */
@Injectable()
export class HoldAccess {
  constructor(
    private readonly entries: EntriesRepository,
    private readonly wallets: Wallets,
  ) {}

  /** The hold, and whether it is on a wallet of the user's. Refuses `not_found`. */
  async visible(userId: string, holdId: string): Promise<{ hold: Hold; pays: boolean }> {
    const [hold, own] = await Promise.all([this.entries.hold(holdId), this.wallets.ofUser(userId)]);
    if (!hold || !own.some(({ id }) => id === hold.debit || id === hold.credit))
      throw refuse('not_found', 'There is no such hold');
    return { hold, pays: own.some(({ id }) => id === hold.debit) };
  }

  /** Refuses `not_found`, and `forbidden` when the hold belongs to something else. */
  async resolvable(userId: string, holdId: string): Promise<{ hold: Hold; pays: boolean }> {
    const found = await this.visible(userId, holdId);
    const { kind } = found.hold;
    if (kind !== PLAIN_HOLD) throw refuse('forbidden', `This hold belongs to a ${kind} and is resolved there`);
    return found;
  }

  /**
   * The hold, and the wallet that gets it when that is another than the hold names. Refuses `not_found`, and `forbidden` to who does not pay
   * and names another.
   */
  async capturable(userId: string, { holdId, toWalletId }: WantedCapture): Promise<{ hold: Hold; payee?: string }> {
    const { hold, pays } = await this.resolvable(userId, holdId);
    const payee = toWalletId === hold.credit ? undefined : toWalletId;
    if (payee !== undefined && !pays) throw refuse('forbidden', 'Only the payer may name another target');
    if (toWalletId) await this.wallets.ownedAll(userId, [], [toWalletId]);
    return { hold, payee };
  }
}
