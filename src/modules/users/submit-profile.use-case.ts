import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { canBecome } from './kyc-state.ts';
import type { Profile, ProfileDetails } from './profile.ts';
import { ProfileRules } from './profile-rules.ts';
import { ProfilesRepository } from './profiles.repository.ts';
import { UsersRepository } from './users.repository.ts';

/**
 * Submits what a person says of themselves, to be checked; until it is, they may submit again. Refuses `age_not_accepted`,
 * `lookup_value_unknown`, and `kyc_not_actionable` for who is verified.
 */
@Injectable()
export class SubmitProfile {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly profiles: ProfilesRepository,
    private readonly rules: ProfileRules,
  ) {}

  async execute(userId: string, details: ProfileDetails): Promise<Profile> {
    this.rules.demand(details);
    return this.transactions.run(async (tx) => {
      const user = await this.users.lock(tx, userId);
      if (user.kycStatus !== 'submitted') {
        if (!canBecome(user.kycStatus, 'submitted')) throw refuse('kyc_not_actionable');
        await this.users.setKycStatus(tx, user, { to: 'submitted', by: userId });
      }
      return this.profiles.put(tx, userId, details);
    });
  }
}
