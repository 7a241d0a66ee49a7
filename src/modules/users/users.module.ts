import { Module, type OnModuleInit } from '@nestjs/common';
import { SealedColumns } from '../../platform/crypto/index.ts';
import { AccessModule } from '../access/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { AdminUsersController } from './admin-users.controller.ts';
import { AdministerUsers } from './administer-users.use-case.ts';
import { ChangeMe } from './change-me.use-case.ts';
import { ChangeStatus } from './change-status.use-case.ts';
import { ClosingHindrances } from './closing-hindrances.ts';
import { DecideKyc } from './decide-kyc.use-case.ts';
import { DeleteAccount } from './delete-account.use-case.ts';
import { assertKycTransitions } from './kyc-state.ts';
import { MeController } from './me.controller.ts';
import { OwnWallets } from './own-wallets.ts';
import { ProfileRules } from './profile-rules.ts';
import { ProfilesRepository } from './profiles.repository.ts';
import { SubmitProfile } from './submit-profile.use-case.ts';
import { UserLists } from './user-lists.repository.ts';
import { UsersRepository } from './users.repository.ts';
import { Users } from './users.ts';

@Module({
  imports: [AccessModule, SettingsModule],
  controllers: [MeController, AdminUsersController],
  providers: [
    ...[Users, UsersRepository, UserLists, ProfilesRepository, ProfileRules, OwnWallets, ClosingHindrances],
    ...[AdministerUsers, ChangeStatus, DecideKyc, ChangeMe, SubmitProfile, DeleteAccount],
  ],
  exports: [Users, DeleteAccount, OwnWallets, ClosingHindrances],
})
export class UsersModule implements OnModuleInit {
  constructor(private readonly sealedColumns: SealedColumns) {}

  onModuleInit(): void {
    const key = { key: 'user_id', person: 'user_id' };
    this.sealedColumns.register({ table: 'user_profile', column: 'sealed_details', ...key });
    assertKycTransitions();
  }
}
