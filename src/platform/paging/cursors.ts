import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { CONFIG, type Config } from '../config/index.ts';
import { derivedKey } from '../crypto/index.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';

const SIGNATURE_BYTES = 16;

type Filters = Record<string, unknown>;

/**
 * Positions in lists, as clients see them: `<position>.<signature>`, both base64url. The signature covers the list's name and its filters, so
 * that a cursor serves only the list, and the filters, that it was given for.
 */
@Injectable()
export class Cursors {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = derivedKey(config.secrets.signing, 'cursor');
  }

  encode(list: string, filters: Filters, position: readonly string[]): string {
    const payload = Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
    return `${payload}.${this.signature(list, filters, payload).toString('base64url')}`;
  }

  /** Undefined when there is no cursor: the first page. Refuses `invalid_cursor`. */
  decode(list: string, filters: Filters, cursor: string | undefined): readonly string[] | undefined {
    if (cursor === undefined) return undefined;
    const [payload = '', signature = '', ...rest] = cursor.split('.');
    const given = Buffer.from(signature, 'base64url');
    const wanted = this.signature(list, filters, payload);
    if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted))
      throw refuse('invalid_cursor');
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as string[];
  }

  private signature(list: string, filters: Filters, payload: string): Buffer {
    const filtersHash = createHash('sha256').update(canonicalJson(filters)).digest('base64url');
    const signed = JSON.stringify([list, filtersHash, payload]);
    return createHmac('sha256', this.key).update(signed).digest().subarray(0, SIGNATURE_BYTES);
  }
}
