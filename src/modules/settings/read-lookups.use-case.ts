import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import {
  isLookupSet,
  LOOKUP_CODE,
  LOOKUP_SETS,
  type LookupChange,
  type LookupSet,
  type LookupValue,
} from './lookup.ts';
import { LookupsRepository } from './lookups.repository.ts';

const HISTORY = 'lookup-history';

export interface DescribedSet {
  readonly name: string;
  readonly description: string;
}

/** Sets and their values as PostgreSQL has them, for who administers them. */
@Injectable()
export class ReadLookups {
  constructor(
    private readonly repository: LookupsRepository,
    private readonly cursors: Cursors,
  ) {}

  sets(): DescribedSet[] {
    return Object.entries(LOOKUP_SETS).map(([name, description]) => ({ name, description }));
  }

  /** All values of a set, in their order. Refuses `not_found`. */
  list(set: string): Promise<LookupValue[]> {
    return this.repository.list(requireSet(set));
  }

  /** Refuses `not_found`. */
  async read(set: string, code: string): Promise<LookupValue> {
    const value = LOOKUP_CODE.test(code) ? await this.repository.find(requireSet(set), code) : undefined;
    if (!value) throw refuse('not_found', 'There is no such value');
    return value;
  }

  /** Newest first. Refuses `not_found` and `invalid_cursor`. */
  async history(setName: string, code: string, { limit, cursor }: PageQuery): Promise<Page<LookupChange>> {
    const { set } = await this.read(setName, code);
    const position = this.cursors.decode(HISTORY, { set, code }, cursor)?.[0];
    const before = position === undefined ? undefined : Number(position);
    const { rows, hasMore } = pageOf(await this.repository.history({ set, code }, before, limit), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(HISTORY, { set, code }, [String(last.version)]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}

/** Refuses `not_found`. */
export function requireSet(set: string): LookupSet {
  if (!isLookupSet(set)) throw refuse('not_found', 'There is no such set');
  return set;
}
