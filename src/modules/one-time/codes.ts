import { createHmac, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { derivedKey } from '../../platform/crypto/index.ts';
import { isSameText } from '../../shared/digest.ts';
import { OneTimeSecrets } from './one-time-secrets.repository.ts';

const DIGITS = 6;
const MAX_TRIES = 5;
export const CODE_MINUTES = 10;
export const CODE = /^\d{6}$/;

/** What a code proves, and where it was sent: one that went elsewhere proves nothing here. */
export interface CodeSubject {
  readonly purpose: string;
  readonly userId: string;
  readonly sentTo: string;
}

/** Codes of six digits that are sent to somebody: one at a time for each purpose, good once, for ten minutes and five tries. */
@Injectable()
export class Codes {
  private readonly key: Buffer;

  constructor(
    private readonly secrets: OneTimeSecrets,
    @Inject(CONFIG) config: Config,
  ) {
    this.key = derivedKey(config.secrets.signing, 'one-time-codes');
  }

  /** A new code, in the place of the one before. */
  async issue(subject: CodeSubject): Promise<string> {
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    const { userId } = subject;
    await this.secrets.put({ id: idOf(subject), userId, secretHash: this.hashOf(subject, code) }, CODE_MINUTES * 60);
    return code;
  }

  /** Whether it is the code, and uses it up then. Every try counts before it is looked at, so that tries at the same moment count too. */
  async redeem(subject: CodeSubject, code: string): Promise<boolean> {
    const id = idOf(subject);
    const kept = await this.secrets.spendTry(id, MAX_TRIES);
    const given = this.hashOf(subject, code);
    if (kept?.secretHash === undefined || !isSameText(given, kept.secretHash)) return false;
    return (await this.secrets.take(id, given)) !== undefined;
  }

  // With a key of ours: a million codes are soon tried by whoever reads the table.
  private hashOf({ purpose, userId, sentTo }: CodeSubject, code: string): string {
    return createHmac('sha256', this.key)
      .update([purpose, userId, sentTo.toLowerCase(), code].join('\n'))
      .digest('base64url');
  }
}

function idOf({ purpose, userId }: CodeSubject): string {
  return `code#${purpose}#${userId}`;
}
