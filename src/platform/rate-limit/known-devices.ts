import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { sha256Of } from '../../shared/digest.ts';
import { CONFIG, type Config } from '../config/index.ts';
import { derivedKey } from '../crypto/derived-key.ts';

const ID_BYTES = 16;
const LIFE_SECONDS = 400 * 86_400;
const FORM = /^([A-Za-z0-9_-]{22})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/;

/** An account by its address, without the address. */
export function accountOf(email: string): string {
  return sha256Of(email.trim().toLowerCase());
}

/**
 * The tokens that devices keep which signed in to an account before. One of them opens nothing: it says that failures of strangers are not
 * its own, so that nobody locks somebody else out. Signed and not stored; for another account it is worth nothing.
 */
@Injectable()
export class KnownDevices {
  private readonly key: Buffer;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
  ) {
    this.key = derivedKey(config.secrets.signing, 'known-devices');
  }

  issue(email: string): string {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const until = String(this.nowSeconds() + LIFE_SECONDS);
    return `${id}.${until}.${this.sign(email, id, until)}`;
  }

  /** The device's id, when the token is one of ours for this account and not too old. */
  idOf(token: unknown, email: string): string | undefined {
    const [, id, until, signature] = typeof token === 'string' ? (FORM.exec(token) ?? []) : [];
    if (id === undefined || until === undefined || signature === undefined) return undefined;
    const expected = Buffer.from(this.sign(email, id, until));
    return timingSafeEqual(Buffer.from(signature), expected) && Number(until) > this.nowSeconds() ? id : undefined;
  }

  private sign(email: string, id: string, until: string): string {
    return createHmac('sha256', this.key)
      .update([accountOf(email), id, until].join('\n'))
      .digest('base64url');
  }

  private nowSeconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}
