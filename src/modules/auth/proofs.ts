import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { SecondFactors } from '../mfa/index.ts';
import { type User, Users } from '../users/index.ts';
import { Lockout } from './lockout.ts';
import { Passwords } from './passwords.ts';

/** Who proves once more who they are, in a session of theirs. */
export interface Prover {
  readonly userId: string;
  readonly sessionId: string;
  readonly ip: string;
}

const RETRY_AFTER_SECONDS = 30;

/** What people who are signed in present as proof; guesses are slowed down, for each session by itself. */
@Injectable()
export class Proofs {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly factors: SecondFactors,
    private readonly lockout: Lockout,
  ) {}

  /** Whether they must show a second factor. */
  needSecondFactor(userId: string): Promise<boolean> {
    return this.factors.isOn(userId);
  }

  /** Refuses `password_wrong`, and `rate_limited` after too many of them. */
  async demandPassword(prover: Prover, password: string): Promise<User> {
    const credentials = await this.users.credentialsById(prover.userId);
    if (!credentials) throw refuse('not_found');
    await this.demand(prover, 'password_wrong', () => this.passwords.matches(password, credentials.passwordHash));
    return credentials.user;
  }

  /** A code of the authenticator, or a recovery code. Refuses `code_invalid`, and `rate_limited` after too many of them. */
  async demandCode(prover: Prover, code: string): Promise<void> {
    await this.demand(prover, 'code_invalid', () => this.factors.take(prover.userId, code));
  }

  private async demand(
    { userId, sessionId, ip }: Prover,
    refusal: 'password_wrong' | 'code_invalid',
    holds: () => Promise<boolean>,
  ): Promise<void> {
    const trier = { account: `step-up#${userId}`, door: 'step-up', userId, ip, device: sessionId } as const;
    const counted = await this.lockout.begin(trier);
    if (!counted.allowed) {
      throw refuse('rate_limited', 'Too many wrong tries', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    if (await holds()) return counted.succeeded();
    if (refusal === 'code_invalid') await counted.factorRefused();
    throw refuse(refusal);
  }
}
