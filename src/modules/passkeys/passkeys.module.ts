import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.ts';
import { MessagesModule } from '../messages/index.ts';
import { OneTimeModule } from '../one-time/index.ts';
import { UsersModule } from '../users/index.ts';
import { AddPasskey } from './add-passkey.use-case.ts';
import { BeginPasskeySignIn } from './begin-passkey-sign-in.use-case.ts';
import { BeginPasskey } from './begin-passkey.use-case.ts';
import { Ceremonies } from './ceremonies.ts';
import { ListPasskeys } from './list-passkeys.use-case.ts';
import { OwnPasskeys } from './own-passkeys.ts';
import { PasskeySignInController } from './passkey-sign-in.controller.ts';
import { PasskeysController } from './passkeys.controller.ts';
import { PasskeysRepository } from './passkeys.repository.ts';
import { PresentedPasskeys } from './presented-passkeys.ts';
import { RemovePasskey } from './remove-passkey.use-case.ts';
import { SignInWithPasskey } from './sign-in-with-passkey.use-case.ts';
import { StepUpWithPasskey } from './step-up-with-passkey.use-case.ts';

/** Signing in with a key that never leaves its device, and no password. */
@Module({
  imports: [AuthModule, UsersModule, OneTimeModule, MessagesModule],
  controllers: [PasskeysController, PasskeySignInController],
  providers: [
    ...[PasskeysRepository, Ceremonies, OwnPasskeys, PresentedPasskeys],
    ...[BeginPasskey, AddPasskey, ListPasskeys, RemovePasskey],
    ...[BeginPasskeySignIn, SignInWithPasskey, StepUpWithPasskey],
  ],
  exports: [OwnPasskeys],
})
export class PasskeysModule {}
