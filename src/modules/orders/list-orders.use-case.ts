import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { Clock } from '../../shared/clock.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { asOf, type Order, type Party } from './order.ts';
import type { OrderStatus } from './order-state.ts';
import { OrdersRepository } from './orders.repository.ts';

const LIST = 'orders';

export interface OrdersQuery {
  readonly userId: string;
  readonly role?: Party;
  readonly status?: OrderStatus;
  readonly limit: number;
  readonly cursor?: string;
}

/** The orders a user has bought or was given, newest first, each as it is now. Refuses invalid_cursor. */
@Injectable()
export class ListOrders {
  constructor(
    private readonly repository: OrdersRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, role, status, limit, cursor }: OrdersQuery): Promise<Page<Order>> {
    const filters = { userId, role, status };
    const at = this.clock.now();
    const [beforeId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.repository.list({ ...filters, at, beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null;
    return { data: rows.map((order) => asOf(order, at)), hasMore, nextCursor };
  }
}
