import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { LegalHold } from './legal-hold.ts';

@Injectable()
export class LegalHoldsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async knows(userId: string): Promise<boolean> {
    return (await this.postgres.prisma.user.count({ where: { id: userId } })) > 0;
  }

  /** All that were ever placed on a person, newest first, `limit + 1` at most. */
  ofPerson(userId: string, beforeId: string | undefined, limit: number): Promise<LegalHold[]> {
    const where = { userId, id: { lt: beforeId } };
    return this.postgres.prisma.legalHold.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
  }

  /** Whether anything of the person is held. */
  async holds(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.legalHold.count({ where: { userId, releasedAt: null } })) > 0;
  }

  /** Whether there is such a person of whom there is something to hold; nobody forgets them until the transaction ends. */
  async lockPerson(tx: Tx, userId: string): Promise<boolean> {
    const found = await tx.$queryRaw<unknown[]>`select 1 from app_user where id = ${userId}::uuid for update`;
    const erased = await tx.erasure.count({ where: { userId, completedAt: { not: null } } });
    return found.length > 0 && erased === 0;
  }

  place(tx: Tx, hold: Pick<LegalHold, 'userId' | 'reason' | 'placedBy'>): Promise<LegalHold> {
    const placedAt = this.clock.now();
    return tx.legalHold.create({ data: { ...hold, id: this.ids.next(placedAt.getTime()), placedAt } });
  }

  async lock(tx: Tx, id: string): Promise<LegalHold | undefined> {
    await tx.$queryRaw`select 1 from legal_hold where id = ${id}::uuid for update`;
    return (await tx.legalHold.findUnique({ where: { id } })) ?? undefined;
  }

  release(tx: Tx, id: string, by: Pick<LegalHold, 'releasedBy' | 'releaseReason'>): Promise<LegalHold> {
    return tx.legalHold.update({ where: { id }, data: { ...by, releasedAt: this.clock.now() } });
  }
}
