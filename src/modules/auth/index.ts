export { AuthModule } from './auth.module.ts';
export { Device } from './client-device.ts';
export { LiveSessions } from './live-sessions.ts';
export { OpenSession, type TokenPair } from './open-session.ts';
export { demandUncommon } from './password-rules.ts';
export { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, Passwords } from './passwords.ts';
export type { ClientDevice } from './session.ts';
export { type SignedIn, SignIns } from './sign-ins.ts';
export { RefreshedDto, SignedInDto } from './tokens.dto.ts';
