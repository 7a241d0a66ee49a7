import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/index.ts';
import { UsersModule } from '../users/index.ts';
import { ConfirmTotp } from './confirm-totp.use-case.ts';
import { DisableTotp } from './disable-totp.use-case.ts';
import { EnrolTotp } from './enrol-totp.use-case.ts';
import { MfaChanges } from './mfa-changes.ts';
import { MfaController } from './mfa.controller.ts';
import { ReadMfa } from './read-mfa.use-case.ts';
import { RecoveryCodes } from './recovery-codes.repository.ts';
import { RenewRecoveryCodes } from './renew-recovery-codes.use-case.ts';
import { SecondFactors } from './second-factors.ts';
import { TotpController } from './totp.controller.ts';
import { TotpFactors } from './totp-factors.repository.ts';

/** Second factors: an authenticator, and codes for who lost it. Sign-in asks for them. */
@Module({
  imports: [UsersModule, MessagesModule],
  controllers: [TotpController, MfaController],
  providers: [
    ...[TotpFactors, RecoveryCodes, SecondFactors, MfaChanges],
    ...[EnrolTotp, ConfirmTotp, DisableTotp, RenewRecoveryCodes, ReadMfa],
  ],
  exports: [SecondFactors],
})
export class MfaModule {}
