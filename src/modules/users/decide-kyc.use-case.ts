import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { canBecome, type KycDecision } from './kyc-state.ts';
import { ProfilesRepository } from './profiles.repository.ts';
import type { User } from './user.ts';
import { UsersRepository } from './users.repository.ts';

export interface DecideKycCommand {
  readonly userId: string;
  readonly to: KycDecision;
  /** Of the profile that the reviewer looked at: what was submitted since, they have not seen. */
  readonly profileVersion: number;
  readonly reason?: string;
  readonly by: string;
}

/** Verifies or rejects what a person submitted. Refuses `not_found`, `same_person`, `kyc_not_actionable` and `stale_version`. */
@Injectable()
export class DecideKyc {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly profiles: ProfilesRepository,
  ) {}

  execute({ userId, to, profileVersion, reason, by }: DecideKycCommand): Promise<User> {
    return this.transactions.run(async (tx) => {
      const user = await this.users.lock(tx, userId);
      if (userId === by) throw refuse('same_person');
      if (!canBecome(user.kycStatus, to)) throw refuse('kyc_not_actionable');
      if ((await this.profiles.versionOf(tx, userId)) !== profileVersion) throw refuse('stale_version');
      await this.users.setKycStatus(tx, user, { to, by, reason });
      return { ...user, kycStatus: to };
    });
  }
}
