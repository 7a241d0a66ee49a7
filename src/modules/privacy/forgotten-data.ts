import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Presences } from '../presence/index.ts';
import { OwnWallets } from '../users/index.ts';
import { ForgottenRowsRepository } from './forgotten-rows.repository.ts';
import { LegalHoldsRepository } from './legal-holds.repository.ts';

/** What is a person's in every store, and whether it may go. */
@Injectable()
export class ForgottenData {
  constructor(
    private readonly holds: LegalHoldsRepository,
    private readonly wallets: OwnWallets,
    private readonly rows: ForgottenRowsRepository,
    private readonly presences: Presences,
  ) {}

  isHeld(tx: Tx, userId: string): Promise<boolean> {
    return this.holds.holds(tx, userId);
  }

  /** Closes what wallets are open. False when one has money: something came in while the account was being closed. */
  async closesWallets(tx: Tx, userId: string): Promise<boolean> {
    return (await this.wallets.closeAll(tx, userId)) === undefined;
  }

  async forgetItems(userId: string): Promise<void> {
    await this.presences.remove(userId);
    await this.rows.deleteSessions(userId);
  }

  forgetRows(tx: Tx, userId: string): Promise<void> {
    return this.rows.forget(tx, userId);
  }
}
