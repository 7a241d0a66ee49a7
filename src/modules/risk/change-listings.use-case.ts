import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Listed } from './condition.ts';
import { comparable, type Listing, MAX_LISTINGS } from './listing.ts';
import { ListingsRepository } from './listings.repository.ts';
import { RiskChanges } from './risk-changes.ts';

const LIST = 'risk-listings';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DEVICE = /^[0-9a-f]{32}$/;

/** What a value of each kind looks like, as it is compared. */
const VALUES: Readonly<Record<Listed, (value: string) => boolean>> = {
  person: (value) => UUID.test(value),
  payee: (value) => UUID.test(value),
  device: (value) => DEVICE.test(value),
  address: (value) => isIP(value) !== 0,
};

export interface ListingsQuery extends PageQuery {
  readonly kind?: Listed;
  readonly value?: string;
  /** Also what was taken off. */
  readonly all: boolean;
}

export type AddListingCommand = Pick<Listing, 'kind' | 'value' | 'effect' | 'reason' | 'addedBy'>;

/** Puts people, payees, devices and addresses on the lists, and takes them off; felt by the next movement in every process. */
@Injectable()
export class ChangeListings {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ListingsRepository,
    private readonly changes: RiskChanges,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. Refuses `invalid_cursor`. */
  async list({ limit, cursor, kind, value, all }: ListingsQuery): Promise<Page<Listing>> {
    const filters = { kind, value: value && comparable(kind, value), all };
    const [beforeId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const found = await this.repository.list({ ...filters, inForce: !all }, beforeId, limit);
    const { rows, hasMore } = pageOf(found, limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null };
  }

  /** Refuses `listing_value_invalid`, `listing_exists` and `too_many_listings`. */
  async add({ kind, value: given, ...command }: AddListingCommand): Promise<Listing> {
    const value = comparable(kind, given);
    if (!VALUES[kind](value)) throw refuse('listing_value_invalid');
    const listing = await this.transactions.run(async (tx) => {
      await this.repository.lock(tx);
      if (await this.repository.findInForce(tx, kind, value)) throw refuse('listing_exists');
      if ((await this.repository.countInForce(tx)) >= MAX_LISTINGS) throw refuse('too_many_listings');
      const added = await this.repository.insert(tx, { ...command, kind, value });
      const { effect, reason } = added;
      const after = { kind, effect };
      await audit.record(tx, { service: 'risk', action: 'listing.added', subjectId: added.id, reason, after });
      await this.changes.announce(tx, `risk-listing:${added.id}`, { id: added.id, status: 'added' });
      return added;
    });
    await this.changes.felt();
    return listing;
  }

  /** Refuses `not_found`, `listing_not_actionable`, and `same_person` to who is on it. */
  async remove({ id, removedBy, reason }: { id: string; removedBy: string; reason: string }): Promise<Listing> {
    const listing = await this.transactions.run(async (tx) => {
      await this.repository.lock(tx);
      const found = await this.repository.find(id, tx);
      if (!found) throw refuse('not_found', 'There is no such listing');
      if (found.removedAt !== null) throw refuse('listing_not_actionable');
      if (found.kind === 'person' && found.value === removedBy)
        throw refuse('same_person', 'Nobody takes themselves off');
      const removed = await this.repository.remove(tx, id, removedBy, reason);
      await audit.record(tx, { service: 'risk', action: 'listing.removed', subjectId: id, reason });
      await this.changes.announce(tx, `risk-listing:${id}`, { id, status: 'removed' });
      return removed;
    });
    await this.changes.felt();
    return listing;
  }
}
