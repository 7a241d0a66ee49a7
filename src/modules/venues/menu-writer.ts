import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { demandVersion, type ExpectedVersions } from './expected-version.ts';
import { MenuCache } from './menu-cache.repository.ts';
import { MenuRepository } from './menu.repository.ts';
import type { MenuItem, MenuItemChanges } from './venue.ts';

/** Writes menu items, each in its own transaction, and makes the cached menus forget what they knew. */
@Injectable()
export class MenuWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly menu: MenuRepository,
    private readonly cache: MenuCache,
    private readonly clock: Clock,
  ) {}

  async insert(item: MenuItem): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.menu.insert(tx, item);
      await audit.record(tx, { service: 'venues', action: 'menu_item.added', subjectId: item.id, after: item });
    });
    await this.cache.forget();
  }

  /** Refuses `not_found` (also an item of another venue) and `stale_version`. */
  async update(
    { venueId, id }: Pick<MenuItem, 'venueId' | 'id'>,
    changes: MenuItemChanges,
    expected: ExpectedVersions,
  ): Promise<MenuItem> {
    const changed = await this.transactions.run(async (tx) => {
      const item = await this.menu.lock(tx, venueId, id);
      if (!item) throw refuse('not_found', 'There is no such item on this menu');
      demandVersion(item.version, expected);
      const after = await this.menu.update(tx, id, changes, this.clock.now());
      await audit.record(tx, { service: 'venues', action: 'menu_item.changed', subjectId: id, before: item, after });
      return after;
    });
    await this.cache.forget();
    return changed;
  }
}
