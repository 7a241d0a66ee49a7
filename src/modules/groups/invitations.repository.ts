import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { Invitation, InvitationStatus, NamedInvitation } from './group.ts';

@Injectable()
export class InvitationsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Locks the invitation, so that it is answered once. Lock its group before it, as everybody does. */
  async lock(tx: Tx, id: string): Promise<NamedInvitation | undefined> {
    await tx.$queryRaw`select 1 from friend_group_invitation where id = ${id}::uuid for update`;
    return this.find(tx, id);
  }

  async find(tx: Tx, id: string): Promise<NamedInvitation | undefined> {
    const row = await tx.groupInvitation.findUnique({ where: { id } });
    const group = row ? await tx.group.findUnique({ where: { id: row.groupId } }) : null;
    return row && group ? { ...toInvitation(row), groupName: group.name } : undefined;
  }

  /** Invitations to a person that wait for an answer, oldest first, after the invitation `afterId`. */
  async listPending(inviteeId: string, afterId: string | undefined, take: number): Promise<NamedInvitation[]> {
    const rows = await this.postgres.prisma.groupInvitation.findMany({
      where: { inviteeId, status: 'pending', id: afterId === undefined ? undefined : { gt: afterId } },
      orderBy: { id: 'asc' },
      take,
    });
    const where = { id: { in: rows.map(({ groupId }) => groupId) } };
    const names = new Map((await this.postgres.prisma.group.findMany({ where })).map(({ id, name }) => [id, name]));
    return rows.flatMap((row) => {
      const groupName = names.get(row.groupId);
      return groupName === undefined ? [] : [{ ...toInvitation(row), groupName }];
    });
  }

  async countPending(tx: Tx, groupId: string): Promise<number> {
    return tx.groupInvitation.count({ where: { groupId, status: 'pending' } });
  }

  /** A person has one invitation a group: one that was answered before waits for an answer again; one that waits is left alone. */
  async invite(tx: Tx, invitation: Omit<Invitation, 'status'>): Promise<void> {
    const { id, groupId, inviteeId, inviterId, createdAt } = invitation;
    await tx.$executeRaw`
      insert into friend_group_invitation (id, group_id, invitee_id, inviter_id, status, created_at)
      values (${id}::uuid, ${groupId}::uuid, ${inviteeId}::uuid, ${inviterId}::uuid, 'pending', ${createdAt})
      on conflict (group_id, invitee_id) do update
         set inviter_id = excluded.inviter_id, status = 'pending', created_at = excluded.created_at, resolved_at = null
       where friend_group_invitation.status <> 'pending'`;
  }

  async resolve(tx: Tx, id: string, status: InvitationStatus, at: Date): Promise<void> {
    await tx.groupInvitation.update({ where: { id }, data: { status, resolvedAt: at } });
  }
}

function toInvitation(row: Omit<Invitation, 'status'> & { status: string }): Invitation {
  const { id, groupId, inviteeId, inviterId, createdAt } = row;
  return { id, groupId, inviteeId, inviterId, status: row.status as InvitationStatus, createdAt };
}
