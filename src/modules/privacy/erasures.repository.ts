import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Erasure, ErasureCause } from './erasure.ts';

@Injectable()
export class ErasuresRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Asks for it, once; returns when. */
  async request(tx: Tx, userId: string, cause: ErasureCause): Promise<Date> {
    const requestedAt = this.clock.now();
    await tx.erasure.createMany({ data: [{ userId, cause, requestedAt }], skipDuplicates: true });
    return requestedAt;
  }

  /** Asks for those whose account has been closed for so long, and who did not ask themselves. Returns how many. */
  requestClosedFor(keptMs: number, limit: number): Promise<number> {
    const now = this.clock.now();
    const closedBefore = new Date(now.getTime() - keptMs);
    return this.postgres.transaction(async (tx) => {
      const asked = await tx.$queryRaw<{ user_id: string }[]>`
      insert into erasure (user_id, cause, requested_at)
      select id, 'retention', ${now} from app_user u
       where deleted_at < ${closedBefore} and not exists (select from erasure e where e.user_id = u.id)
       order by deleted_at limit ${limit} on conflict do nothing returning user_id`;
      const what = { service: 'privacy', action: 'erasure.requested', after: { cause: 'retention' } };
      await audit.recordAll(
        tx,
        asked.map(({ user_id: subjectId }) => ({ ...what, subjectId })),
      );
      return asked.length;
    });
  }

  /** Those that wait and of whom nothing is held, in the order of their persons' ids. */
  async waiting(after: string, limit: number): Promise<Erasure[]> {
    const rows = await this.postgres.prisma.$queryRaw<{ user_id: string; cause: ErasureCause; requested_at: Date }[]>`
      select user_id, cause, requested_at from erasure e
       where completed_at is null and user_id > ${after}::uuid
         and not exists (select from legal_hold h where h.user_id = e.user_id and h.released_at is null)
       order by user_id limit ${limit}`;
    return rows.map((row) => ({ userId: row.user_id, cause: row.cause, requestedAt: row.requested_at }));
  }

  /** Whether it still waits; the person's row is locked until the transaction ends, so that no hold comes in between. */
  async lockWaiting(tx: Tx, userId: string): Promise<boolean> {
    await tx.$queryRaw`select 1 from app_user where id = ${userId}::uuid for update`;
    const found = await tx.erasure.findUnique({ where: { userId } });
    return found !== null && found.completedAt === null;
  }

  async complete(tx: Tx, userId: string): Promise<void> {
    await tx.erasure.update({ where: { userId }, data: { completedAt: this.clock.now() } });
  }

  /** What is open for a person: something may still come to them, or be asked of them. */
  async obligations(tx: Tx, userId: string): Promise<string[]> {
    const rows = await tx.$queryRaw<{ what: string }[]>`
      select 'a payment that is not settled' as what where exists (
        select from payment where user_id = ${userId}::uuid and status not in ('succeeded', 'failed', 'canceled'))
      union all select 'a refund that is not settled' where exists (
        select from payment_refund r join payment p on p.id = r.payment_id
         where p.user_id = ${userId}::uuid and r.status not in ('succeeded', 'failed'))
      union all select 'a dispute' where exists (
        select from payment_dispute d join payment p on p.id = d.payment_id
         where p.user_id = ${userId}::uuid and (d.status not in ('closed', 'won', 'lost') or d.owed > 0))
      union all select 'a scheduled transfer' where exists (
        select from scheduled_transfer where user_id = ${userId}::uuid and status in ('scheduled', 'in_review'))
      union all select 'a correction of a wallet that waits for approval' where exists (
        select from adjustment a join ledger_account l on l.id = a.wallet_id
         where l.owner_id = ${userId}::uuid and a.status = 'pending')
      union all select 'a venue that nobody else manages' where exists (
        select from venue_staff s where s.user_id = ${userId}::uuid and s.role = 'manager' and not exists (
          select from venue_staff o where o.venue_id = s.venue_id and o.role = 'manager' and o.user_id <> s.user_id))`;
    return rows.map(({ what }) => what);
  }

  /** Who is forgotten here and still somebody at a provider: up to `limit`, in no order, so that one who stays so keeps no other back. */
  async knownToProvider(limit: number): Promise<string[]> {
    const rows = await this.postgres.prisma.$queryRaw<{ user_id: string }[]>`
      select user_id from stripe_customer join erasure using (user_id)
       where completed_at is not null order by random() limit ${limit}`;
    return rows.map(({ user_id: userId }) => userId);
  }

  /** Whether a provider still has to let go of a card of theirs. */
  async keepsTokens(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.paymentMethod.count({ where: { userId, sealedToken: { not: '' } } })) > 0;
  }
}
