import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { AccessChanges, Administration } from '../access/index.ts';
import { OwnWallets } from './own-wallets.ts';
import { UsersRepository } from './users.repository.ts';

/**
 * Closes the caller's account and wallets: nobody signs in to it any more, and its address stays taken until they are forgotten. What the ledger
 * and the law need stays. Refuses `wallet_not_empty` while a wallet has money, or money on the way, `money_owed` while they owe for a
 * dispute, `obligation_open` while a payment or refund is not settled, `dispute_open` while a bank decides on one, `wallet_frozen` and `last_admin`.
 */
@Injectable()
export class DeleteAccount {
  constructor(
    private readonly administration: Administration,
    private readonly users: UsersRepository,
    private readonly wallets: OwnWallets,
    private readonly changes: AccessChanges,
  ) {}

  /** `also` is done in the same transaction, before anything is closed; what it gives is given back. */
  async execute<T>(caller: Principal, also: (tx: Tx) => Promise<T>): Promise<T> {
    const done = await this.administration.run(caller, async (administering) => {
      const { tx } = administering;
      const user = await this.users.lock(tx, caller.id);
      await this.administration.demandPower(administering, user);
      const given = await also(tx);
      const open = await this.wallets.leave(tx, caller.id);
      if (open) throw open;
      await this.users.setStatus(tx, user, { to: 'deleted', by: caller.id });
      await this.changes.announceUser(tx, caller.id);
      return given;
    });
    await this.changes.feltByUser(caller.id);
    return done;
  }
}
