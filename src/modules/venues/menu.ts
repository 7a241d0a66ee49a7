import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { type Page, pageOf } from '../../shared/page.ts';
import { MenuRepository } from './menu.repository.ts';
import type { MenuItem, Venue } from './venue.ts';
import { Venues } from './venues.ts';
import { keptSeconds } from '../../shared/retention.ts';

/** Everything that is cached of menus is under this tag, and is forgotten when any menu changes. */
export const MENUS_TAG = 'menus';
export const MENU_CACHE_SECONDS = keptSeconds('menu');

interface MenuQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** Reads menus. */
@Injectable()
export class Menu {
  constructor(
    private readonly venues: Venues,
    private readonly items: MenuRepository,
    private readonly cursors: Cursors,
  ) {}

  /** A page of a venue's menu, oldest item first, unavailable items included. Refuses `not_found`, `invalid_cursor`. */
  async list(venueId: string, { limit, cursor }: MenuQuery): Promise<{ venue: Venue; page: Page<MenuItem> }> {
    const venue = await this.venues.require(venueId);
    const after = this.cursors.decode('menu', { venueId }, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.items.list(venueId, after, limit + 1), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode('menu', { venueId }, [last.id]) : null;
    return { venue, page: { data: rows, hasMore, nextCursor } };
  }
}
