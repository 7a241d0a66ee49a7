import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { MenuItem, MenuItemChanges } from './venue.ts';

@Injectable()
export class MenuRepository {
  constructor(private readonly postgres: Postgres) {}

  /** A venue's menu, oldest item first, after the item `afterId`. */
  list(venueId: string, afterId: string | undefined, take: number): Promise<MenuItem[]> {
    const where = { venueId, id: afterId === undefined ? undefined : { gt: afterId } };
    return this.postgres.prisma.menuItem.findMany({ where, orderBy: { id: 'asc' }, take });
  }

  /** Those of `ids` that are on this venue's menu, in no order. */
  findMany(venueId: string, ids: readonly string[]): Promise<MenuItem[]> {
    return this.postgres.prisma.menuItem.findMany({ where: { venueId, id: { in: [...new Set(ids)] } } });
  }

  /** Locks the item, so that its version can be compared and changed. */
  async lock(tx: Tx, venueId: string, id: string): Promise<MenuItem | undefined> {
    await tx.$queryRaw`select 1 from menu_item where id = ${id}::uuid for no key update`;
    return (await tx.menuItem.findUnique({ where: { id, venueId } })) ?? undefined;
  }

  async insert(tx: Tx, item: MenuItem): Promise<void> {
    await tx.menuItem.create({ data: { ...item } });
  }

  update(tx: Tx, id: string, changes: MenuItemChanges, at: Date): Promise<MenuItem> {
    return tx.menuItem.update({ where: { id }, data: { ...changes, updatedAt: at, version: { increment: 1 } } });
  }
}
