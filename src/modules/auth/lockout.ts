import { Inject, Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { networkOf } from '../../platform/rate-limit/index.ts';
import { SignInTries } from './sign-in-tries.repository.ts';

const FIRST_BLOCK_MS = 30_000;
const HOUR_MS = 3_600_000;
/** Whom an event is about when there is nobody of that address. */
const NOBODY = 'nobody';

/** What somebody tries to get through. */
export type Door = 'password' | 'second-step' | 'step-up';

/** Who tries: a device that signed in to the account before, or a stranger, of whom only the address is known. */
export interface Trier {
  /** What they try to get into; never an address in plain. */
  readonly account: string;
  readonly door: Door;
  /** Whose it is; undefined when it is nobody's. */
  readonly userId: string | undefined;
  readonly ip: string;
  readonly device?: string;
}

/** One try that was counted. */
export interface Try {
  /** When false, nothing that is presented may be taken, and the answer must be the one to a wrong password. */
  readonly allowed: boolean;
  /** It was no failure after all. */
  succeeded(): Promise<void>;
  /** A second factor was refused: whoever tries has got past the first. The first of a day from one device or network is written down; further ones block. */
  factorRefused(): Promise<void>;
}

interface Bucket {
  readonly name: string;
  /** What is kept out when it is blocked. */
  readonly of: 'device' | 'network' | 'strangers';
  /** How many tries are free; beyond them there is one at a time, with a block after each that doubles. */
  readonly free: number;
  readonly longestMs: number;
  /** Whether a success clears it, or only takes its own try back. */
  readonly cleared: boolean;
}

interface Passage {
  readonly passes: boolean;
  /** Which try of today it is; undefined while tries are blocked. */
  readonly count?: number;
}

/**
 * Slows down who guesses, and nobody else. Every try is counted before it is looked at, so that many at the same moment are not looked at
 * more often than one after another. Failures of strangers are never counted against a device that signed in before, and those from one
 * network not against another, until strangers fail a hundred times in a day: docs/decisions/0052. Each block is written into the audit log, once.
 */
@Injectable()
export class Lockout {
  private readonly scale: number;

  constructor(
    private readonly tries: SignInTries,
    private readonly transactions: Transactions,
    @Inject(CONFIG) config: Config,
  ) {
    this.scale = config.rateLimitScale;
  }

  async begin(trier: Trier): Promise<Try> {
    const buckets = bucketsOf(trier);
    // Each is counted, whatever the others say: a refusal must not be told by the time it took.
    const passages = await Promise.all(buckets.map((bucket) => this.pass(bucket, trier)));
    const isFirst = passages[0]?.count === 1;
    return {
      allowed: passages.every(({ passes }) => passes),
      succeeded: () => this.undo(buckets),
      factorRefused: async () => {
        if (isFirst) await this.record('second_factor.refused', trier);
      },
    };
  }

  private async pass(bucket: Bucket, trier: Trier): Promise<Passage> {
    const { name, free, longestMs } = bucket;
    const count = await this.tries.count(name);
    if (count === undefined) return { passes: false };
    const beyond = count - free * this.scale;
    if (beyond <= 0) return { passes: true, count };
    const forMs = Math.min(FIRST_BLOCK_MS * 2 ** (beyond - 1), longestMs);
    // Of many at the same moment one blocks, and says so.
    const blocks = await this.tries.block(name, forMs);
    if (blocks) await this.record('account.locked', trier, { of: bucket.of, forSeconds: forMs / 1_000, tries: count });
    return { passes: blocks, count };
  }

  private record(action: string, { door, userId = NOBODY }: Trier, more: object = {}): Promise<void> {
    const what = { service: 'auth', action, subjectId: userId, after: { door, ...more } };
    return this.transactions.run((tx) => audit.record(tx, what));
  }

  private async undo(buckets: readonly Bucket[]): Promise<void> {
    const undone = buckets.map(({ name, cleared }) => (cleared ? this.tries.forget(name) : this.tries.giveBack(name)));
    await Promise.all(undone);
  }
}

function bucketsOf({ account, ip, device }: Trier): Bucket[] {
  if (device !== undefined) {
    return [{ name: `${account}#device#${device}`, of: 'device', free: 10, longestMs: HOUR_MS, cleared: true }];
  }
  return [
    { name: `${account}#network#${networkOf(ip)}`, of: 'network', free: 5, longestMs: HOUR_MS, cleared: true },
    { name: `${account}#strangers`, of: 'strangers', free: 100, longestMs: HOUR_MS / 4, cleared: false },
  ];
}
