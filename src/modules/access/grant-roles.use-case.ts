import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { AccessChange } from './access.ts';
import { AccessChanges } from './access-changes.ts';
import { Administration, type Administering } from './administration.ts';
import { ADMIN } from './built-in-roles.ts';
import { demandOwn, difference } from './change-of-access.ts';
import { RolesRepository } from './roles.repository.ts';

export interface GrantRolesCommand {
  readonly userId: string;
  /** What the person has of roles from now on, given what they have. */
  readonly roles: (before: readonly string[]) => readonly string[];
  readonly reason?: string;
  /** Undefined is an operator at the command line. */
  readonly by?: Principal;
}

/**
 * Gives roles to a person and takes them away; felt by their next request. Refuses `not_found`, `role_unknown`, `forbidden` (a role that may
 * what the administrator may not) and `last_admin`.
 */
@Injectable()
export class GrantRoles {
  constructor(
    private readonly administration: Administration,
    private readonly repository: RolesRepository,
    private readonly changes: AccessChanges,
  ) {}

  /** Returns the roles that the person has now. */
  async execute(command: GrantRolesCommand): Promise<readonly string[]> {
    const roles = await this.administration.run(command.by, (administering) => this.change(administering, command));
    await this.changes.feltByUser(command.userId);
    return roles;
  }

  private async change(administering: Administering, command: GrantRolesCommand): Promise<readonly string[]> {
    const { tx, table, own } = administering;
    const { userId, by, reason } = command;
    const holder = await this.repository.lockHolder(tx, userId);
    if (!holder || holder.status === 'deleted') throw refuse('not_found');
    const { added, removed } = difference(holder.roles, command.roles(holder.roles));
    if (added.length + removed.length === 0) return holder.roles;
    await this.demandKnown(tx, added);
    if (own) demandOwn(own, table.permissionsOf([...added, ...removed]));
    if (removed.includes(ADMIN)) await this.administration.demandPower(administering, { ...holder, id: userId });
    const roles = [...holder.roles.filter((role) => !removed.includes(role)), ...added];
    await this.repository.setRoles(tx, userId, roles);
    const line = (change: AccessChange['change'], role: string): AccessChange => ({
      ...{ change, role, userId, reason, changedBy: by?.id ?? null },
    });
    const lines = [
      ...added.map((role) => line('role_granted', role)),
      ...removed.map((role) => line('role_revoked', role)),
    ];
    await this.repository.record(tx, lines);
    await this.changes.announceUser(tx, userId);
    return roles;
  }

  private async demandKnown(tx: Tx, roles: readonly string[]): Promise<void> {
    for (const role of roles) {
      if (!(await this.repository.find(role, tx))) throw refuse('role_unknown', `There is no role ${role}`);
    }
  }
}
