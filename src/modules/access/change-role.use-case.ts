import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { AccessChange, Role } from './access.ts';
import { AccessChanges } from './access-changes.ts';
import { Administration, type Administering } from './administration.ts';
import { ADMIN } from './built-in-roles.ts';
import { demandOwn, difference } from './change-of-access.ts';
import { ReadRoles } from './read-roles.use-case.ts';
import { RolesRepository } from './roles.repository.ts';

export interface ChangeRoleCommand {
  readonly name: string;
  readonly description?: string;
  /** What the role may from now on, all of it. */
  readonly permissions?: readonly string[];
  /** The version that the administrator read, if they say. */
  readonly expectedVersion?: bigint;
  readonly by: Principal;
}

/**
 * Changes what a role is called and may; felt by the next request of everybody who has it. Refuses `not_found`, `stale_version`,
 * `permission_unknown`, `forbidden` (a permission that the administrator does not have) and `role_protected` (the role `admin` keeps all it may).
 */
@Injectable()
export class ChangeRole {
  constructor(
    private readonly administration: Administration,
    private readonly repository: RolesRepository,
    private readonly roles: ReadRoles,
    private readonly changes: AccessChanges,
  ) {}

  async execute(command: ChangeRoleCommand): Promise<Role> {
    const role = await this.administration.run(command.by, (administering) => this.change(administering, command));
    await this.changes.feltByAll();
    return role;
  }

  private async change({ tx, own }: Administering, command: ChangeRoleCommand): Promise<Role> {
    const { name, expectedVersion } = command;
    const role = await this.roles.require(name, tx);
    if (expectedVersion !== undefined && expectedVersion !== BigInt(role.version)) throw refuse('stale_version');
    const { added, removed } = difference(role.permissions, command.permissions ?? role.permissions);
    const description = command.description ?? role.description;
    if (added.length + removed.length === 0 && description === role.description) return role;
    await this.roles.demandKnown(tx, added);
    if (own) demandOwn(own, [...added, ...removed]);
    if (name === ADMIN && removed.length > 0) throw refuse('role_protected');
    await this.repository.update(tx, name, description);
    await this.repository.setPermissions(tx, name, added, removed);
    await this.record(tx, command, { described: description !== role.description, added, removed });
    await this.changes.announceRoles(tx);
    return this.roles.require(name, tx);
  }

  private async record(
    tx: Tx,
    { name: role, by }: ChangeRoleCommand,
    { described, added, removed }: { described: boolean; added: readonly string[]; removed: readonly string[] },
  ): Promise<void> {
    const line = (change: AccessChange['change'], permission?: string): AccessChange => ({
      ...{ change, role, permission, changedBy: by.id },
    });
    await this.repository.record(tx, [
      ...(described ? [line('role_described')] : []),
      ...added.map((permission) => line('permission_added', permission)),
      ...removed.map((permission) => line('permission_removed', permission)),
    ]);
  }
}
