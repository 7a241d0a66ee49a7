import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { toString as drawn } from 'qrcode';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { derivedKey } from '../../platform/crypto/index.ts';
import { refuse } from '../../shared/refusal.ts';

const VERSION = 'tvt1';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MILLISECONDS = /^\d{1,15}$/;

/** What a code says. That it says so truly, its signature proves; whether it still counts, the redemption knows. */
export interface QrCode {
  readonly redemptionId: string;
  readonly orderId: string;
  readonly venueId: string;
  readonly expiresAt: Date;
}

/** The codes that guests show at the bar: `tvt1.<what it says>.<HMAC-SHA256>`, both parts in base64url. */
@Injectable()
export class QrCodes {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = derivedKey(config.secrets.signing, 'redemption-qr');
  }

  write({ redemptionId, orderId, venueId, expiresAt }: QrCode): string {
    const content = [redemptionId, orderId, venueId, expiresAt.getTime()].join('.');
    const signed = `${VERSION}.${Buffer.from(content, 'utf8').toString('base64url')}`;
    return `${signed}.${this.signature(signed).toString('base64url')}`;
  }

  /** Refuses qr_invalid: whatever this did not write, byte for byte. */
  read(payload: string): QrCode {
    const [version = '', content = '', signature = ''] = payload.split('.');
    const wanted = this.signature(`${version}.${content}`);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw refuse('qr_invalid');
    const code = parsed(Buffer.from(content, 'base64url').toString('utf8'));
    // base64url has several spellings of one value, and there may be more parts: only what we wrote, as we wrote it, is ours.
    if (code === undefined || this.write(code) !== payload) throw refuse('qr_invalid');
    return code;
  }

  /** The code as a picture that any screen can show. */
  svg(payload: string): Promise<string> {
    return drawn(payload, { type: 'svg', errorCorrectionLevel: 'M' });
  }

  private signature(signed: string): Buffer {
    return createHmac('sha256', this.key).update(signed).digest();
  }
}

function parsed(content: string): QrCode | undefined {
  const [redemptionId = '', orderId = '', venueId = '', expiry = '', ...rest] = content.split('.');
  const whole = [redemptionId, orderId, venueId].every((id) => UUID.test(id)) && MILLISECONDS.test(expiry);
  if (!whole || rest.length > 0) return undefined;
  return { redemptionId, orderId, venueId, expiresAt: new Date(Number(expiry)) };
}
