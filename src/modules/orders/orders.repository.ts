import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import type { Order, OrderItem, Party } from './order.ts';
import { HOLDING_STATUSES, type OrderStatus } from './order-state.ts';

type OrderRow = Prisma.OrderGetPayload<object>;

export interface OrderFilter {
  readonly userId: string;
  /** Only orders in which the user has this part. */
  readonly role?: Party;
  /** As it is at `at`, not as it is written. */
  readonly status?: OrderStatus;
  readonly at: Date;
  /** Only orders placed before this one. */
  readonly beforeId?: string;
  readonly limit: number;
}

/** The columns that change after an order was placed. */
export type OrderChange = Pick<Order, 'status' | 'version' | 'updatedAt' | 'redeemedAt'>;

@Injectable()
export class OrdersRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Reads outside of every transaction unless one is given. */
  async find(id: string, reader: Tx = this.postgres.prisma): Promise<Order | undefined> {
    const row = await reader.order.findUnique({ where: { id } });
    return row ? (await withItems([row], reader))[0] : undefined;
  }

  /** Locks the order and reads it as it is under the lock. Always taken before any lock of the ledger. */
  async lock(tx: Tx, id: string): Promise<Order | undefined> {
    await tx.$queryRaw`select 1 from treat_order where id = ${id}::uuid for update`;
    return this.find(id, tx);
  }

  /** Locks at most `limit` orders that are past their time and still hold money; skips what others have locked. */
  async lockDue(tx: Tx, at: Date, limit: number): Promise<Order[]> {
    const due = await tx.$queryRaw<{ id: string }[]>`
      select id from treat_order where status in ('PAID', 'ACCEPTED') and expires_at <= ${at}
       order by expires_at limit ${limit} for update skip locked`;
    const rows = await tx.order.findMany({ where: { id: { in: due.map(({ id }) => id) } } });
    return withItems(rows, tx);
  }

  async insert(tx: Tx, { items, ...order }: Order): Promise<void> {
    await tx.order.create({ data: order });
    await tx.orderItem.createMany({ data: items.map((item, position) => ({ ...item, orderId: order.id, position })) });
  }

  async update(tx: Tx, id: string, { status, version, updatedAt, redeemedAt }: OrderChange): Promise<void> {
    await tx.order.update({ where: { id }, data: { status, version, updatedAt, redeemedAt } });
  }

  async markExpired(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    const data = { status: 'EXPIRED' satisfies OrderStatus, version: { increment: 1 }, updatedAt: at };
    await tx.order.updateMany({ where: { id: { in: [...ids] } }, data });
  }

  /** Newest first, `limit + 1` rows at most. */
  async list(filter: OrderFilter): Promise<Order[]> {
    const rows = await this.postgres.prisma.order.findMany({
      where: { AND: [ofUser(filter), inStatus(filter), { id: { lt: filter.beforeId } }] },
      orderBy: { id: 'desc' },
      take: filter.limit + 1,
    });
    return withItems(rows, this.postgres.prisma);
  }
}

function ofUser({ userId, role }: OrderFilter): Prisma.OrderWhereInput {
  if (role === 'buyer') return { buyerId: userId };
  if (role === 'recipient') return { recipientId: userId };
  return { OR: [{ buyerId: userId }, { recipientId: userId }] };
}

// An order past its time is EXPIRED at once, so the written status alone does not say what an order is.
function inStatus({ status, at }: OrderFilter): Prisma.OrderWhereInput {
  if (status === undefined) return {};
  if (status === 'EXPIRED') {
    return { OR: [{ status }, { status: { in: [...HOLDING_STATUSES] }, expiresAt: { lte: at } }] };
  }
  const holding = HOLDING_STATUSES.some((one) => one === status);
  return holding ? { status, expiresAt: { gt: at } } : { status };
}

async function withItems(rows: readonly OrderRow[], reader: Tx): Promise<Order[]> {
  const where = { orderId: { in: rows.map(({ id }) => id) } };
  const items = rows.length === 0 ? [] : await reader.orderItem.findMany({ where, orderBy: { position: 'asc' } });
  const byOrder = new Map<string, OrderItem[]>(rows.map(({ id }) => [id, []]));
  for (const { orderId, menuItemId, name, unitPrice, quantity } of items) {
    byOrder.get(orderId)?.push({ menuItemId, name, unitPrice, quantity });
  }
  return rows.map((row) => ({ ...row, status: row.status as OrderStatus, items: byOrder.get(row.id) ?? [] }));
}
