export { DisableTotp } from './disable-totp.use-case.ts';
export { MfaModule } from './mfa.module.ts';
export { RECOVERY_CODE } from './recovery-codes.ts';
export { SecondFactors } from './second-factors.ts';
export { TOTP_CODE } from './totp.ts';
