import { generateSecret, generateURI, verifySync } from 'otplib';

const ISSUER = 'Trivet';
const STEP_SECONDS = 30;

/** Six digits, SHA-1, 30 seconds: what every authenticator app knows (RFC 6238). */
export const TOTP_CODE = /^\d{6}$/;

/** A new secret of 160 bits, in base32. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What a QR code for an authenticator says. */
export function enrolmentUri(secret: string, email: string): string {
  return generateURI({ issuer: ISSUER, label: email, secret });
}

/** The time step of the code, when it is that of now, of the one before or of the one after: clocks differ. Undefined for a wrong code. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  if (!TOTP_CODE.test(code)) return undefined;
  const epoch = Math.floor(now.getTime() / 1_000);
  const verified = verifySync({ secret, token: code, epoch, epochTolerance: STEP_SECONDS });
  return verified.valid ? Math.floor(epoch / STEP_SECONDS) + verified.delta : undefined;
}
