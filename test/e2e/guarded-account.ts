import { generateSync } from 'otplib';
import { Postgres } from '../../src/platform/postgres/index.ts';
import type { TestApp } from '../support/test-app.ts';
import type { TestClock } from '../support/test-clock.ts';
import type { IdentityClient, SignedIn } from './identity-client.ts';

const STEP_SECONDS = 30;

export interface GuardedAccount extends SignedIn {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** What an authenticator shows now, or in so many steps. */
export function totpAt(clock: TestClock, secret: string, steps = 0): string {
  return generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1_000) + STEP_SECONDS * steps });
}

export function wrongCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

/** As if the person had proved that the address is theirs. */
export async function proveEmail(test: TestApp, id: string): Promise<void> {
  await test.get(Postgres).prisma.user.update({ where: { id }, data: { emailVerifiedAt: new Date() } });
}

/** Somebody with an authenticator. The code that confirmed it is over: the clock has moved on by a step. */
export async function guardedAccount(test: TestApp, clock: TestClock, client: IdentityClient): Promise<GuardedAccount> {
  const account = await client.register();
  await proveEmail(test, account.user.id);
  const token = account.tokens.accessToken;
  const { secret } = (await client.call<{ secret: string }>('POST', '/auth/mfa/totp', { token })).body;
  const body = { code: totpAt(clock, secret) };
  const confirmed = await client.call<{ recoveryCodes: string[] }>('POST', '/auth/mfa/totp/confirm', { token, body });
  clock.advance(STEP_SECONDS * 1_000);
  return { ...account, secret, recoveryCodes: confirmed.body.recoveryCodes };
}
