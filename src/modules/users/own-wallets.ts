import { Injectable } from '@nestjs/common';
import { type Account, AccountsRepository } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { type Refusal, type RefusalCode, refuse } from '../../shared/refusal.ts';
import { ClosingHindrances } from './closing-hindrances.ts';

/** What a person still has in the books, and owes. */
@Injectable()
export class OwnWallets {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly clock: Clock,
    private readonly hindrances: ClosingHindrances,
  ) {}

  /** The same for somebody who may still leave, or may not yet: also says what else keeps their account open. */
  async leave(tx: Tx, ownerId: string): Promise<Refusal | undefined> {
    const code = await this.closeAll(tx, ownerId);
    return code ? refuse(code) : this.hindrances.first(tx, ownerId);
  }

  /**
   * Closes every wallet of theirs, or says why not: `money_owed`, `wallet_not_empty` or `wallet_frozen`. Each is looked at under its lock, so that
   * nothing comes in between; what is sent to it later is refused, and stays with who sends it.
   */
  async closeAll(tx: Tx, ownerId: string): Promise<RefusalCode | undefined> {
    const now = this.clock.now();
    const owed = await this.accounts.findByOwner(ownerId, 'receivable', now, tx);
    if (owed.some(({ posted }) => posted !== 0n)) return 'money_owed';
    const wallets = await this.accounts.findByOwner(ownerId, 'wallet', now, tx);
    for (const id of wallets.map((wallet) => wallet.id).sort()) {
      const wallet = await this.accounts.lock(tx, id, now);
      if (!wallet || wallet.status === 'closed') continue;
      if (wallet.status === 'frozen') return 'wallet_frozen';
      if (!isEmpty(wallet)) return 'wallet_not_empty';
      await this.accounts.setStatus(tx, id, 'closed', now);
    }
    return undefined;
  }
}

function isEmpty({ posted, pendingDebits, pendingCredits }: Account): boolean {
  return posted === 0n && pendingDebits === 0n && pendingCredits === 0n;
}
