import type { Postgres } from '../../src/platform/postgres/index.ts';

/** How much there is of everything an order can write. */
export async function footprint({ prisma }: Postgres): Promise<Record<string, unknown>> {
  const [orders, redemptions, holds, transfers, events] = await Promise.all([
    prisma.order.groupBy({ by: ['status'], _count: true, _sum: { version: true }, orderBy: { status: 'asc' } }),
    prisma.redemption.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } }),
    prisma.ledgerHold.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } }),
    prisma.ledgerTransfer.count(),
    prisma.outboxEvent.count({ where: { type: { startsWith: 'order.' } } }),
  ]);
  return { orders, redemptions, holds, transfers, events };
}

/** Orders whose money is not where their status says. */
export function mismatchedEscrow({ prisma }: Postgres): Promise<unknown[]> {
  // An order that is under way has its hold, a redeemed one has it captured whole, and every other has none.
  return prisma.$queryRaw`
    select o.id, o.status, h.status as hold, h.captured::text from treat_order o join ledger_hold h on h.id = o.hold_id
     where h.amount <> o.amount or h.expires_at <> o.expires_at
        or not case when o.status = 'REDEEMED' then h.status = 'captured' and h.captured = o.amount
                    when o.status in ('PAID', 'ACCEPTED') then h.captured = 0 and h.status in ('pending', 'expired')
                    else h.captured = 0 and h.status in ('voided', 'expired') end`;
}
