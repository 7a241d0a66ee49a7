import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { Group, GroupMember, GroupSummary } from './group.ts';

@Injectable()
export class GroupsRepository {
  constructor(private readonly postgres: Postgres) {}

  async find(id: string): Promise<Group | undefined> {
    return (await this.postgres.prisma.group.findUnique({ where: { id } })) ?? undefined;
  }

  /** Locks the group, so that its members cannot grow past their bound and it cannot vanish meanwhile. */
  async lock(tx: Tx, id: string): Promise<Group | undefined> {
    await tx.$queryRaw`select 1 from friend_group where id = ${id}::uuid for update`;
    return (await tx.group.findUnique({ where: { id } })) ?? undefined;
  }

  /** Makes decisions about how many groups a person is in wait for one another, until the transaction's end. */
  async lockMemberships(tx: Tx, userId: string): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('groups-of:' || ${userId}, 0))`;
  }

  /** The groups that a person is in, oldest first, after the group `afterId`. */
  async listOf(userId: string, afterId: string | undefined, take: number): Promise<GroupSummary[]> {
    const rows = await this.postgres.prisma.groupMember.findMany({
      where: { userId, groupId: afterId === undefined ? undefined : { gt: afterId } },
      orderBy: { groupId: 'asc' },
      take,
    });
    const ids = rows.map(({ groupId }) => groupId);
    const [groups, counts] = await Promise.all([
      this.postgres.prisma.group.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } }),
      this.postgres.prisma.groupMember.groupBy({ by: ['groupId'], where: { groupId: { in: ids } }, _count: true }),
    ]);
    const memberCounts = new Map(counts.map(({ groupId, _count }) => [groupId, _count]));
    return groups.map((group) => ({ ...group, memberCount: memberCounts.get(group.id) ?? 0 }));
  }

  async members(groupId: string): Promise<GroupMember[]> {
    const rows = await this.postgres.prisma.groupMember.findMany({
      where: { groupId },
      orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    });
    return rows.map(({ userId, createdAt }) => ({ userId, joinedAt: createdAt }));
  }

  async isMember(groupId: string, userId: string): Promise<boolean> {
    return (await this.postgres.prisma.groupMember.count({ where: { groupId, userId } })) === 1;
  }

  async hasMember(tx: Tx, groupId: string, userId: string): Promise<boolean> {
    return (await tx.groupMember.count({ where: { groupId, userId } })) === 1;
  }

  async countMembers(tx: Tx, groupId: string): Promise<number> {
    return tx.groupMember.count({ where: { groupId } });
  }

  async countGroupsOf(tx: Tx, userId: string): Promise<number> {
    return tx.groupMember.count({ where: { userId } });
  }

  /** Everybody who is in a group with this person, once each, without the person. */
  async companionsOf(userId: string): Promise<string[]> {
    const rows = await this.postgres.prisma.$queryRaw<{ user_id: string }[]>`
      select distinct other.user_id
        from friend_group_member mine
        join friend_group_member other using (group_id)
       where mine.user_id = ${userId}::uuid and other.user_id <> mine.user_id`;
    return rows.map((row) => row.user_id);
  }

  async insert(tx: Tx, group: Group): Promise<void> {
    await tx.group.create({ data: { ...group } });
  }

  async rename(tx: Tx, id: string, name: string): Promise<void> {
    await tx.group.update({ where: { id }, data: { name } });
  }

  /** Its members and invitations go with it. */
  async delete(tx: Tx, id: string): Promise<void> {
    await tx.group.deleteMany({ where: { id } });
  }

  /** To add a member twice changes nothing. */
  async addMember(tx: Tx, groupId: string, userId: string, at: Date): Promise<void> {
    await tx.groupMember.createMany({ data: [{ groupId, userId, createdAt: at }], skipDuplicates: true });
  }

  /** False when the person was no member. */
  async removeMember(tx: Tx, groupId: string, userId: string): Promise<boolean> {
    return (await tx.groupMember.deleteMany({ where: { groupId, userId } })).count === 1;
  }
}
