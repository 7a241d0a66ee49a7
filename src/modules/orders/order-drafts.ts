import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Settings } from '../settings/index.ts';
import { mergedQuantities, totalOf, type Order, type OrderItem } from './order.ts';
import { OrderSources } from './order-sources.ts';

/** What the buyer asks for. */
export interface OrderRequest {
  readonly buyerId: string;
  readonly recipientId: string;
  readonly venueId: string;
  readonly walletId: string;
  readonly items: readonly { readonly menuItemId: string; readonly quantity: number }[];
  readonly message?: string;
}

/** Turns a request into the order that it would be, at today's prices. Reads, and writes nothing. */
@Injectable()
export class OrderDrafts {
  constructor(
    private readonly sources: OrderSources,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Refuses cannot_treat_yourself, validation_failed, not_found (venue, wallet), venue_closed, menu_item_unavailable,
   * recipient_not_found, currency_mismatch, amount_invalid.
   */
  async draft(orderId: string, request: OrderRequest): Promise<Order> {
    const { buyerId, recipientId, venueId, walletId, message = null } = request;
    if (buyerId === recipientId) throw refuse('cannot_treat_yourself');
    const quantities = mergedQuantities(request.items);
    const { currency } = await this.sources.openVenue(venueId);
    const items = await this.pricedItems(venueId, quantities);
    await this.sources.recipient(recipientId);
    await this.sources.wallet(buyerId, walletId, currency);
    const parties = { buyerId, recipientId, venueId, walletId };
    return { ...this.beginning(), ...parties, id: orderId, items, amount: totalOf(items), currency, message };
  }

  /** The id of an order to come. Ids sort by the time the order was placed; lists rely on it. */
  nextId(): string {
    return this.ids.next(this.clock.now().getTime());
  }

  private beginning() {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + this.settings.get('orders.lifetime_seconds') * 1_000);
    const times = { createdAt: now, updatedAt: now, expiresAt, redeemedAt: null };
    return { ...times, holdId: this.ids.next(now.getTime()), status: 'PAID', version: 1 } as const;
  }

  private async pricedItems(venueId: string, quantities: ReadonlyMap<string, number>): Promise<OrderItem[]> {
    const menu = await this.sources.menu(venueId, [...quantities.keys()]);
    return [...quantities].map(([menuItemId, quantity]) => {
      const item = menu.get(menuItemId);
      if (!item?.available) throw refuse('menu_item_unavailable', `The venue does not serve ${menuItemId}`);
      return { menuItemId, name: item.name, unitPrice: item.price, quantity };
    });
  }
}
