import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Role } from './access.ts';
import { AccessChanges } from './access-changes.ts';
import { Administration } from './administration.ts';
import { demandOwn } from './change-of-access.ts';
import { ReadRoles } from './read-roles.use-case.ts';
import { RolesRepository } from './roles.repository.ts';

export interface CreateRoleCommand {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly by: Principal;
}

/** Makes a role. Refuses `role_exists`, `permission_unknown` and `forbidden` (a permission that the administrator does not have). */
@Injectable()
export class CreateRole {
  constructor(
    private readonly administration: Administration,
    private readonly repository: RolesRepository,
    private readonly roles: ReadRoles,
    private readonly changes: AccessChanges,
  ) {}

  async execute({ name, description, permissions, by }: CreateRoleCommand): Promise<Role> {
    const role = await this.administration.run(by, async ({ tx, own }) => {
      if (await this.repository.find(name, tx)) throw refuse('role_exists');
      await this.roles.demandKnown(tx, permissions);
      if (own) demandOwn(own, permissions);
      await this.repository.insert(tx, name, description);
      await this.repository.setPermissions(tx, name, permissions, []);
      await this.repository.record(tx, [
        { change: 'role_created', role: name, changedBy: by.id },
        ...permissions.map((permission) => ({
          ...({ change: 'permission_added', role: name, permission, changedBy: by.id } as const),
        })),
      ]);
      await this.changes.announceRoles(tx);
      return this.roles.require(name, tx);
    });
    await this.changes.feltByAll();
    return role;
  }
}
