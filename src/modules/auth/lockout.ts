import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { networkOf } from './network-of.ts';
import { SignInTries } from './sign-in-tries.repository.ts';

const FIRST_BLOCK_MS = 30_000;
const HOUR_MS = 3_600_000;

/** Who tries: a device that signed in to the account before, or a stranger, of whom only the address is known. */
export interface Trier {
  /** What they try to get into; never an address in plain. */
  readonly account: string;
  readonly ip: string;
  readonly device?: string;
}

/** One try that was counted. */
export interface Try {
  /** When false, nothing that is presented may be taken, and the answer must be the one to a wrong password. */
  readonly allowed: boolean;
  /** It was no failure after all. */
  succeeded(): Promise<void>;
}

interface Bucket {
  readonly name: string;
  /** How many tries are free; beyond them there is one at a time, with a block after each that doubles. */
  readonly free: number;
  readonly longestMs: number;
  /** Whether a success clears it, or only takes its own try back. */
  readonly cleared: boolean;
}

/**
 * Slows down who guesses, and nobody else. Every try is counted before it is looked at, so that many at the same moment are not looked at
 * more often than one after another. Failures of strangers are never counted against a device that signed in before, and those from one
 * network not against another, until strangers fail a hundred times in a day: docs/decisions/0052.
 */
@Injectable()
export class Lockout {
  private readonly scale: number;

  constructor(
    private readonly tries: SignInTries,
    @Inject(CONFIG) config: Config,
  ) {
    this.scale = config.rateLimitScale;
  }

  async begin(trier: Trier): Promise<Try> {
    const buckets = bucketsOf(trier);
    // Each is counted, whatever the others say: a refusal must not be told by the time it took.
    const passed = await Promise.all(buckets.map((bucket) => this.passes(bucket)));
    return { allowed: !passed.includes(false), succeeded: () => this.undo(buckets) };
  }

  private async passes({ name, free, longestMs }: Bucket): Promise<boolean> {
    const count = await this.tries.count(name);
    if (count === undefined) return false;
    const beyond = count - free * this.scale;
    return beyond <= 0 || this.tries.block(name, Math.min(FIRST_BLOCK_MS * 2 ** (beyond - 1), longestMs));
  }

  private async undo(buckets: readonly Bucket[]): Promise<void> {
    const undone = buckets.map(({ name, cleared }) => (cleared ? this.tries.forget(name) : this.tries.giveBack(name)));
    await Promise.all(undone);
  }
}

function bucketsOf({ account, ip, device }: Trier): Bucket[] {
  if (device !== undefined) {
    return [{ name: `${account}#device#${device}`, free: 10, longestMs: HOUR_MS, cleared: true }];
  }
  return [
    { name: `${account}#network#${networkOf(ip)}`, free: 5, longestMs: HOUR_MS, cleared: true },
    { name: `${account}#strangers`, free: 100, longestMs: HOUR_MS / 4, cleared: false },
  ];
}
