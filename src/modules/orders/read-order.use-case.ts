import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Venues } from '../venues/index.ts';
import { partyOf, type Order } from './order.ts';
import { Orders } from './orders.ts';

/** One order, for its buyer, its recipient and the staff of its venue. Refuses not_found to everybody else. */
@Injectable()
export class ReadOrder {
  constructor(
    private readonly orders: Orders,
    private readonly venues: Venues,
  ) {}

  async execute(callerId: string, orderId: string): Promise<Order> {
    const order = await this.orders.require(orderId);
    if (partyOf(order, callerId)) return order;
    if (await this.venues.staffRole(order.venueId, callerId)) return order;
    throw refuse('not_found', 'There is no such order');
  }
}
