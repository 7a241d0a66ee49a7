import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Profile } from './profile.ts';
import { ProfilesRepository } from './profiles.repository.ts';
import type { User } from './user.ts';
import { type ChangedMe, UsersRepository } from './users.repository.ts';

/** What people see and change of their own account. */
@Injectable()
export class ChangeMe {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly profiles: ProfilesRepository,
  ) {}

  /** Refuses `kyc_not_actionable` for the name of somebody verified: it was the name that was looked at. */
  execute(userId: string, changed: ChangedMe): Promise<User> {
    return this.transactions.run(async (tx) => {
      const user = await this.users.lock(tx, userId);
      const renamed = changed.firstName !== undefined || changed.lastName !== undefined;
      if (renamed && user.kycStatus === 'verified') throw refuse('kyc_not_actionable');
      return this.users.change(tx, user, changed);
    });
  }

  /** Refuses `not_found` before anything was submitted. */
  async profile(userId: string): Promise<Profile> {
    const profile = await this.profiles.find(userId);
    if (!profile) throw refuse('not_found');
    return profile;
  }
}
