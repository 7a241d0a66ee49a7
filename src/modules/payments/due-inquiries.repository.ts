import { Prisma, type Tx } from '../../platform/postgres/index.ts';
import { INQUIRY_DELAYS_MS } from './inquiry-schedule.ts';

const DELAYS_MS = INQUIRY_DELAYS_MS.map(BigInt);

/** What is unresolved, and where. */
export interface Unresolved {
  readonly table: 'payment' | 'payment_refund' | 'provider_subject';
  readonly statuses: readonly string[];
}

/**
 * Takes at most `limit` that are due, and schedules the inquiry after this one before this one is made: whoever looks next, in
 * this process or another, does not see them, and a crash here only postpones them. Returns their ids.
 */
export async function takeDueInquiries(
  tx: Tx,
  { table, statuses }: Unresolved,
  { limit, now }: { limit: number; now: Date },
): Promise<string[]> {
  const rows = Prisma.raw(table);
  const taken = await tx.$queryRaw<{ id: string }[]>`
    update ${rows}
       set inquiries = inquiries + 1,
           inquire_at = ${now}::timestamptz + interval '1 millisecond' *
             (${DELAYS_MS}::bigint[])[least(inquiries + 2, ${DELAYS_MS.length}::int)]
     where id in (
       select id from ${rows} where status = any(${statuses}) and inquire_at <= ${now}
        order by inquire_at limit ${limit} for update skip locked)
    returning id`;
  return taken.map(({ id }) => id);
}
