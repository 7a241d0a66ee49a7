import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { Escrow } from './escrow.ts';
import { asOf, refuseUnlessPossible, type Order } from './order.ts';
import { orderEvent, type AnnouncedStatus } from './order.events.ts';
import { OrdersRepository } from './orders.repository.ts';

/** The only way an order is written: its row, its money and its news change together, in the caller's transaction. */
@Injectable()
export class Orders {
  constructor(
    private readonly repository: OrdersRepository,
    private readonly escrow: Escrow,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The order as it is now. Reads outside of every transaction unless one is given. Refuses not_found. */
  async require(orderId: string, tx?: Tx): Promise<Order> {
    const order = await this.repository.find(orderId, tx);
    if (!order) throw refuse('not_found', 'There is no such order');
    return asOf(order, this.clock.now());
  }

  /** Locks the order until the transaction ends, so that of two who act one waits. Refuses not_found. */
  async lock(tx: Tx, orderId: string): Promise<Order> {
    const order = await this.repository.lock(tx, orderId);
    if (!order) throw refuse('not_found', 'There is no such order');
    return asOf(order, this.clock.now());
  }

  /** Holds the money and writes the order. Refuses what the ledger refuses. */
  async place(tx: Tx, order: Order): Promise<Order> {
    await this.escrow.hold(tx, order);
    await this.repository.insert(tx, order);
    await this.announce(tx, [order], 'PAID');
    return order;
  }

  /** Moves a locked order on, and its money with it. Refuses order_expired, order_not_actionable. */
  async move(tx: Tx, order: Order, status: Exclude<AnnouncedStatus, 'PAID' | 'EXPIRED'>): Promise<Order> {
    const now = this.clock.now();
    refuseUnlessPossible(order, status, now);
    const redeemedAt = status === 'REDEEMED' ? now : null;
    const moved: Order = { ...order, status, version: order.version + 1, updatedAt: now, redeemedAt };
    await this.repository.update(tx, order.id, moved);
    await this.announce(tx, [moved], status);
    if (status === 'REDEEMED') await this.escrow.capture(tx, order);
    if (status === 'REJECTED' || status === 'CANCELLED') await this.escrow.release(tx, order);
    return moved;
  }

  /** Ends at most `limit` orders whose time is over. Returns how many it ended. */
  async expireDue(tx: Tx, limit: number): Promise<number> {
    const now = this.clock.now();
    const due = await this.repository.lockDue(tx, now, limit);
    if (due.length === 0) return 0;
    const expired = due.map((order): Order => ({
      ...order,
      status: 'EXPIRED',
      version: order.version + 1,
      updatedAt: now,
    }));
    await this.repository.markExpired(
      tx,
      expired.map(({ id }) => id),
      now,
    );
    await this.announce(tx, expired, 'EXPIRED');
    await this.escrow.letGo(tx, expired);
    return expired.length;
  }

  // The hold is what all money of an order goes by.
  private async announce(tx: Tx, orders: readonly Order[], status: AnnouncedStatus): Promise<void> {
    const news = orders.map((order) => ({ ...orderEvent(order, status), transactionId: order.holdId }));
    await this.outbox.appendAll(tx, news);
    const changes = news.map(({ type: action, aggregateId: subjectId, payload: after, transactionId }) => ({
      ...{ service: 'orders', action, subjectId, transactionId, after },
    }));
    await audit.recordAll(tx, changes);
  }
}
