import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { Venues, type MenuItem, type Venue } from '../venues/index.ts';
import { Wallets } from '../wallets/index.ts';

/** What an order needs to know of other modules, each with its refusal. */
@Injectable()
export class OrderSources {
  constructor(
    private readonly venues: Venues,
    private readonly users: Users,
    private readonly wallets: Wallets,
  ) {}

  /** Refuses not_found, venue_closed. */
  async openVenue(venueId: string): Promise<Venue> {
    const venue = await this.venues.find(venueId);
    if (!venue) throw refuse('not_found', 'There is no such venue');
    if (venue.status !== 'open') throw refuse('venue_closed');
    return venue;
  }

  /** Those of the items that are on the venue's menu, by id. */
  async menu(venueId: string, ids: readonly string[]): Promise<ReadonlyMap<string, MenuItem>> {
    const items = await this.venues.menuItems(venueId, ids);
    return new Map(items.map((item) => [item.id, item]));
  }

  /** Refuses recipient_not_found. */
  async recipient(userId: string): Promise<void> {
    const user = await this.users.findById(userId);
    if (user?.status !== 'active') throw refuse('recipient_not_found');
  }

  /** Refuses not_found, currency_mismatch. */
  async wallet(buyerId: string, walletId: string, currency: string): Promise<void> {
    const wallet = await this.wallets.owned(buyerId, walletId);
    if (wallet.asset !== currency) throw refuse('currency_mismatch', `The venue takes ${currency}`);
  }
}
