import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.ts';
import { MessagesModule } from '../messages/index.ts';
import { OneTimeModule } from '../one-time/index.ts';
import { UsersModule } from '../users/index.ts';
import { FinishSocial } from './finish-social.use-case.ts';
import { IdentitiesController } from './identities.controller.ts';
import { IdentitiesRepository } from './identities.repository.ts';
import { IdentityNews } from './identity-news.ts';
import { LinkIdentity } from './link-identity.use-case.ts';
import { ManageIdentities } from './manage-identities.use-case.ts';
import { NativeIdTokens } from './native-id-tokens.ts';
import { OwnIdentities } from './own-identities.ts';
import { SignInWithIdentity } from './sign-in-with-identity.use-case.ts';
import { SocialAttempts } from './social-attempts.ts';
import { SocialController } from './social.controller.ts';
import { SocialProofs } from './social-proofs.ts';
import { SocialProviders } from './social-providers.ts';
import { SocialSignIns } from './social-sign-ins.ts';
import { SocialTokensController } from './social-tokens.controller.ts';
import { StartSocial } from './start-social.use-case.ts';
import { UnlinkIdentity } from './unlink-identity.use-case.ts';

/** Signing in with who one is elsewhere: by a browser's way to a provider and back, or by an id token of a native app. */
@Module({
  imports: [AuthModule, UsersModule, OneTimeModule, MessagesModule],
  controllers: [SocialTokensController, SocialController, IdentitiesController],
  providers: [
    ...[SocialProviders, SocialAttempts, SocialProofs, NativeIdTokens, IdentitiesRepository, IdentityNews],
    ...[SocialSignIns, OwnIdentities],
    ...[StartSocial, FinishSocial, SignInWithIdentity, LinkIdentity, UnlinkIdentity, ManageIdentities],
  ],
  exports: [OwnIdentities],
})
export class SocialModule {}
