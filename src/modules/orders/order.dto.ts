import { onWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';
import type { Order, OrderItem } from './order.ts';
import type { OrderStatus } from './order-state.ts';

export class OrderItemDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e51' */
  menuItemId!: string;
  /** @example 'Old Fashioned' */
  name!: string;
  /**
   * In minor units, as it was when the order was placed.
   * @example 1400
   */
  unitPrice!: number;
  /** @example 2 */
  quantity!: number;

  static from({ menuItemId, name, unitPrice, quantity }: OrderItem): OrderItemDto {
    return { menuItemId, name, unitPrice: onWire(unitPrice), quantity };
  }
}

export class OrderDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e50' */
  id!: string;
  /**
   * As it is now: EXPIRED from the exact time on.
   * @example 'PAID'
   */
  status!: OrderStatus;
  /**
   * In minor units.
   * @example 2800
   */
  amount!: number;
  /** @example 'USD' */
  currency!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e53' */
  venueId!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e55' */
  buyerId!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e54' */
  recipientId!: string;
  /**
   * The buyer's wallet. Only the buyer sees it.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e52'
   */
  walletId!: string | null;
  items!: OrderItemDto[];
  /** @example 'Cheers to the new job!' */
  message!: string | null;
  /** @example '2026-11-22T20:15:00.000Z' */
  expiresAt!: string;
  /** @example 1 */
  version!: number;
  /** @example '2026-11-21T20:15:00.000Z' */
  createdAt!: string;
  /** @example '2026-11-21T20:15:00.000Z' */
  updatedAt!: string;
  /** @example null */
  redeemedAt!: string | null;

  /** The order as `viewerId` sees it. */
  static from(order: Order, viewerId: string): OrderDto {
    const { id, status, currency, venueId, buyerId, recipientId, message, version } = order;
    const walletId = viewerId === buyerId ? order.walletId : null;
    return {
      ...{ id, status, amount: onWire(order.amount), currency, venueId, buyerId, recipientId, walletId },
      ...{ items: order.items.map((item) => OrderItemDto.from(item)), message, version },
      expiresAt: order.expiresAt.toISOString(),
      createdAt: order.createdAt.toISOString(),
      updatedAt: order.updatedAt.toISOString(),
      redeemedAt: order.redeemedAt?.toISOString() ?? null,
    };
  }
}

export class OrderListDto {
  data!: OrderDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<Order>, viewerId: string): OrderListDto {
    return { data: data.map((order) => OrderDto.from(order, viewerId)), hasMore, nextCursor };
  }
}
