import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { AccessChanges, Administration } from '../access/index.ts';
import { OwnWallets } from './own-wallets.ts';
import { UsersRepository } from './users.repository.ts';

/**
 * Closes the caller's account: nobody signs in to it any more, and its address stays taken. What the ledger and the law need stays. Refuses
 * `wallet_not_empty` while a wallet of theirs has money, or money on the way, `money_owed` while
 * they owe for a dispute, and `last_admin`.
 */
@Injectable()
export class DeleteAccount {
  constructor(
    private readonly administration: Administration,
    private readonly users: UsersRepository,
    private readonly wallets: OwnWallets,
    private readonly changes: AccessChanges,
  ) {}

  async execute(caller: Principal): Promise<void> {
    await this.administration.run(caller, async (administering) => {
      const { tx } = administering;
      const user = await this.users.lock(tx, caller.id);
      await this.administration.demandPower(administering, user);
      await this.wallets.demandSettled(caller.id);
      await this.users.setStatus(tx, user, { to: 'deleted', by: caller.id });
      await this.changes.announceUser(tx, caller.id);
    });
    await this.changes.feltByUser(caller.id);
  }
}
