import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { CONFIG, type Config } from '../config/index.ts';
import { derivedKey } from '../crypto/index.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { isSameText, sha256Of } from '../../shared/digest.ts';
import { type Page, pageOf } from '../../shared/page.ts';

const SIGNATURE_BYTES = 16;

type Filters = Record<string, unknown>;

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** A list that is short enough to be read whole. */
export interface WholeList<T> {
  readonly name: string;
  readonly filters: Filters;
  readonly items: readonly T[];
  /** What the items are sorted by, and each has for itself. */
  readonly keyOf: (item: T) => string;
}

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
    return `${payload}.${this.signature(list, filters, payload)}`;
  }

  /** Undefined when there is no cursor: the first page. Refuses `invalid_cursor`. */
  decode(list: string, filters: Filters, cursor: string | undefined): readonly string[] | undefined {
    if (cursor === undefined) return undefined;
    const [payload = '', signature = '', ...rest] = cursor.split('.');
    // As text: base64url has several spellings of the same bytes, and only ours is ours.
    if (rest.length > 0 || !isSameText(signature, this.signature(list, filters, payload)))
      throw refuse('invalid_cursor');
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as string[];
  }

  /** One page of a list that was read whole. Refuses `invalid_cursor`. */
  pageOf<T>({ name, filters, items, keyOf }: WholeList<T>, { limit, cursor }: PageQuery): Page<T> {
    const after = this.decode(name, filters, cursor)?.[0] ?? '';
    const { rows, hasMore } = pageOf(
      items.filter((item) => keyOf(item) > after),
      limit,
    );
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.encode(name, filters, [keyOf(last)]) : null };
  }

  private signature(list: string, filters: Filters, payload: string): string {
    const filtersHash = sha256Of(canonicalJson(filters));
    const signed = JSON.stringify([list, filtersHash, payload]);
    return createHmac('sha256', this.key).update(signed).digest().subarray(0, SIGNATURE_BYTES).toString('base64url');
  }
}
