import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Wallets } from '../wallets/index.ts';
import { MonitorsRepository } from './monitors.repository.ts';

/** Ends a monitor. What it announced before stays announced. Refuses `not_found`. */
@Injectable()
export class RemoveMonitor {
  constructor(
    private readonly transactions: Transactions,
    private readonly monitors: MonitorsRepository,
    private readonly wallets: Wallets,
  ) {}

  /** The user's own on a wallet of theirs. */
  async ofUser(userId: string, walletId: string, id: string): Promise<void> {
    await this.wallets.owned(userId, walletId);
    return this.remove(id, userId, walletId);
  }

  /** One of the platform's own. */
  ofPlatform(id: string): Promise<void> {
    return this.remove(id, null);
  }

  private async remove(id: string, ownerId: string | null, accountId?: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const removed = await this.monitors.remove(tx, id, ownerId, accountId);
      if (!removed) throw refuse('not_found', 'There is no such monitor');
      await audit.record(tx, { service: 'monitors', action: 'monitor.removed', subjectId: id });
    });
  }
}
