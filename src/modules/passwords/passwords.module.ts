import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/index.ts';
import { AuthModule } from '../auth/index.ts';
import { MessagesModule } from '../messages/index.ts';
import { OneTimeModule } from '../one-time/index.ts';
import { PasskeysModule } from '../passkeys/index.ts';
import { SocialModule } from '../social/index.ts';
import { UsersModule } from '../users/index.ts';
import { ChangePassword } from './change-password.use-case.ts';
import { FormerAccess } from './former-access.ts';
import { ForgetPassword } from './forget-password.use-case.ts';
import { NewPasswords } from './new-passwords.ts';
import { OtherWaysIn } from './other-ways-in.ts';
import { PasswordsController } from './passwords.controller.ts';
import { ResetPassword } from './reset-password.use-case.ts';
import { ResetRequests } from './reset-requests.ts';
import { ResetTokens } from './reset-tokens.ts';
import { SendPasswordReset } from './send-password-reset.use-case.ts';

/** Changing a password, and choosing a new one when the old one is forgotten. */
@Module({
  imports: [UsersModule, ApiKeysModule, AuthModule, MessagesModule, OneTimeModule, PasskeysModule, SocialModule],
  controllers: [PasswordsController],
  providers: [
    ForgetPassword,
    ResetRequests,
    ResetTokens,
    SendPasswordReset,
    ResetPassword,
    ChangePassword,
    NewPasswords,
    FormerAccess,
    OtherWaysIn,
  ],
})
export class PasswordsModule {}
