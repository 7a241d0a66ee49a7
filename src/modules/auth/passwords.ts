import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { BoundedGate } from './bounded-gate.ts';

export const PASSWORD_MIN_LENGTH = 10;
export const PASSWORD_MAX_LENGTH = 128;

/** OWASP's minimum for argon2id, which is the algorithm that the library uses unless told otherwise. */
export const ARGON2_OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const ARGON2ID = '$argon2id$';

// Hashing runs on the thread pool that DNS and files use too, and takes 19 MiB each time.
const MAX_RUNNING = Math.min(3, availableParallelism());
const MAX_WAITING = 200;

// The hash of a password that nobody knows, made with the same parameters: for e-mail addresses that nobody has.
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$C0BefrfQpkLkjvbY/56qDQ$1Dcmg/UkUMc+2tjfls9T+HjVd1Q6wdyr7wqFbe+XvLQ';

/** Hashes and checks passwords with argon2id, a bounded number at once. Refuses `store_unavailable` when too many wait. */
@Injectable()
export class Passwords {
  private readonly gate = new BoundedGate({ running: MAX_RUNNING, waiting: MAX_WAITING });

  hash(password: string): Promise<string> {
    return this.gate.run(() => hash(password, ARGON2_OPTIONS));
  }

  /** Without a stored hash, or with none of ours (somebody who never had a password), it works as long and says no, so that the time taken does not tell whether an account exists. */
  async matches(password: string, storedHash: string | null | undefined): Promise<boolean> {
    const hashed = storedHash?.startsWith(ARGON2ID) ? storedHash : undefined;
    const matched = await this.gate.run(() => verify(hashed ?? NOBODYS_HASH, password));
    return matched && hashed !== undefined;
  }
}
