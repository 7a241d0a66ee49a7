import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule, type JwtModuleOptions } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { UnaskedQuery } from '../../platform/http/unasked-query.guard.ts';
import { RateLimitGuard } from '../../platform/rate-limit/index.ts';
import { Clock } from '../../shared/clock.ts';
import { AccessModule } from '../access/index.ts';
import { ApiKeyGuard, ApiKeysModule } from '../api-keys/index.ts';
import { MfaModule } from '../mfa/index.ts';
import { OneTimeModule } from '../one-time/index.ts';
import { UsersModule } from '../users/index.ts';
import { AccessTokenStrategy } from './access-token.strategy.ts';
import { AccessTokens } from './access-tokens.ts';
import { AuthController } from './auth.controller.ts';
import { EndAllSessions } from './end-all-sessions.use-case.ts';
import { EndSession } from './end-session.use-case.ts';
import { JwtGuard } from './jwt.guard.ts';
import { ListSessions } from './list-sessions.use-case.ts';
import { Lockout } from './lockout.ts';
import { LiveSessions } from './live-sessions.ts';
import { OpenSession } from './open-session.ts';
import { Passwords } from './passwords.ts';
import { PasswordTries } from './password-tries.ts';
import { Proofs } from './proofs.ts';
import { SecondStep } from './second-step.ts';
import { SecondStepTries } from './second-step-tries.ts';
import { SessionProofs } from './session-proofs.ts';
import { SignInTries } from './sign-in-tries.repository.ts';
import { StepUpController } from './step-up.controller.ts';
import { StepUpGuard } from './step-up.guard.ts';
import { StepUpSession } from './step-up.use-case.ts';
import { VerifySecondStep } from './verify-second-step.use-case.ts';
import { PermissionGuard } from './permission.guard.ts';
import { RefreshTokens } from './refresh-tokens.use-case.ts';
import { RegisterUser } from './register-user.use-case.ts';
import { SessionsController } from './sessions.controller.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { SignIn } from './sign-in.use-case.ts';
import { SignIns } from './sign-ins.ts';
import { SignOut } from './sign-out.use-case.ts';
import { SIGNING_ALGORITHM, signingKeyOf } from './signing-key.ts';
import { VerifiedTokens } from './verified-tokens.ts';

const MAX_VERIFIED_TOKENS = 10_000;

function jwtOptions({ tokens }: Config): JwtModuleOptions {
  const { privateKey, id } = signingKeyOf(tokens.privateKeyPem);
  const { issuer, audience, accessSeconds } = tokens;
  return {
    privateKey,
    signOptions: { algorithm: SIGNING_ALGORITHM, keyid: id, issuer, audience, expiresIn: accessSeconds },
  };
}

/** Signing in and out, and the guards of every route, in the order in which they run: who asks, how often, may they, and is it the route's. */
@Module({
  imports: [
    AccessModule,
    MfaModule,
    OneTimeModule,
    ApiKeysModule,
    UsersModule,
    PassportModule,
    JwtModule.registerAsync({ inject: [CONFIG], useFactory: jwtOptions }),
  ],
  controllers: [AuthController, SessionsController, StepUpController],
  providers: [
    {
      provide: VerifiedTokens,
      inject: [Clock],
      useFactory: (clock: Clock) => new VerifiedTokens(clock, MAX_VERIFIED_TOKENS),
    },
    { provide: APP_GUARD, useExisting: ApiKeyGuard },
    { provide: APP_GUARD, useClass: JwtGuard },
    { provide: APP_GUARD, useExisting: RateLimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
    { provide: APP_GUARD, useClass: StepUpGuard },
    { provide: APP_GUARD, useExisting: UnaskedQuery },
    AccessTokenStrategy,
    AccessTokens,
    Passwords,
    SessionsRepository,
    ...[SignInTries, Lockout, PasswordTries, SecondStep, SecondStepTries, VerifySecondStep],
    ...[Proofs, SessionProofs, StepUpSession],
    LiveSessions,
    OpenSession,
    SignIns,
    RegisterUser,
    SignIn,
    SignOut,
    RefreshTokens,
    ListSessions,
    EndSession,
    EndAllSessions,
  ],
  exports: [Passwords, LiveSessions, OpenSession, SignIns, Proofs, SessionProofs],
})
export class AuthModule {}
