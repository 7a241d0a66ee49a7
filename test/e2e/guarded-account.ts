import { generateSync } from 'otplib';
import { Postgres } from '../../src/platform/postgres/index.ts';
import type { TestApp } from '../support/test-app.ts';
import type { TestClock } from '../support/test-clock.ts';
import type { IdentityClient, SignedIn } from './identity-client.ts';

const STEP_SECONDS = 30;
const STEPS_AROUND = 6;

export interface GuardedAccount extends SignedIn {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** What an authenticator shows now, or in so many steps. */
export function totpAt(clock: TestClock, secret: string, steps = 0): string {
  return generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1_000) + STEP_SECONDS * steps });
}

/** What it shows in the steps around now: more of them than anybody takes. */
export function totpsAround(clock: TestClock, secret: string): string[] {
  return Array.from({ length: 2 * STEPS_AROUND + 1 }, (_, n) => totpAt(clock, secret, n - STEPS_AROUND));
}

/** Another code than the one that was sent. */
export function wrongCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

/** A code that no authenticator with the secret shows now, or in the steps around now. */
export function wrongTotp(clock: TestClock, secret: string): string {
  const good = totpsAround(clock, secret);
  const codes = Array.from({ length: good.length + 1 }, (_, n) => String(n).padStart(6, '0'));
  return codes.find((code) => !good.includes(code)) ?? '';
}

/** Moves the clock on until no two steps around now have the same code by chance. */
export function awaitDistinctCodes(clock: TestClock, secret: string): void {
  while (new Set(totpsAround(clock, secret)).size <= 2 * STEPS_AROUND) clock.advance(STEP_SECONDS * 1_000);
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
  awaitDistinctCodes(clock, secret);
  return { ...account, secret, recoveryCodes: confirmed.body.recoveryCodes };
}
