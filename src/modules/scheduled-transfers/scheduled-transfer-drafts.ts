import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Settings } from '../settings/index.ts';
import { Wallets } from '../wallets/index.ts';
import { demandSchedulable, type ScheduledTransfer } from './scheduled-transfer.ts';

/** A transfer for later, as somebody asks for it. The amount is minor units. */
export interface WantedScheduledTransfer {
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly amount: number;
  readonly currency: string;
  readonly description?: string;
  readonly reference?: string;
  readonly metadata?: Record<string, unknown>;
  readonly scheduledFor: string;
}

/** Turns a wish into the scheduled transfer that it would be. Reads, and writes nothing. */
@Injectable()
export class ScheduledTransferDrafts {
  constructor(
    private readonly wallets: Wallets,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The id of a scheduled transfer to come. Ids sort by the time they were made; lists rely on it. */
  nextId(): string {
    return this.ids.next(this.clock.now().getTime());
  }

  /** Refuses `scheduled_for_out_of_range`, `not_found`, `same_wallet`, `currency_mismatch`, `wallet_closed`. */
  async draft(id: string, userId: string, wanted: WantedScheduledTransfer): Promise<ScheduledTransfer> {
    const { fromWalletId, toWalletId, currency, description = null, reference = null, metadata = null } = wanted;
    const now = this.clock.now();
    const scheduledFor = new Date(wanted.scheduledFor);
    demandSchedulable(scheduledFor, now, this.settings.get('scheduled_transfers.max_days_ahead'));
    await this.demandWallets(userId, wanted);
    return {
      ...{ id, transferId: this.ids.next(now.getTime()), userId },
      ...{ fromWalletId, toWalletId, amount: BigInt(wanted.amount), currency, description, reference, metadata },
      ...{
        status: 'scheduled',
        refusalCode: null,
        reviewId: null,
        scheduledFor,
        version: 1,
        createdAt: now,
        updatedAt: now,
      },
    };
  }

  // What will not change by then is refused now. Whether there is enough money, and no freeze, is the day's own question.
  private async demandWallets(userId: string, { fromWalletId, toWalletId, currency }: WantedScheduledTransfer) {
    const wallets = await this.wallets.ownedAll(userId, [fromWalletId], [toWalletId]);
    if (fromWalletId === toWalletId) throw refuse('same_wallet');
    for (const { asset, status } of wallets.values()) {
      if (asset !== currency) throw refuse('currency_mismatch');
      if (status === 'closed') throw refuse('wallet_closed');
    }
  }
}
