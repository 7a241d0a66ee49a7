import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { type CatalogueEntry, type Role, ROLE_NAME } from './access.ts';
import { Catalogue } from './catalogue.ts';
import { RolesRepository } from './roles.repository.ts';

/** Roles and permissions, as they are now. */
@Injectable()
export class ReadRoles {
  constructor(
    private readonly repository: RolesRepository,
    private readonly catalogue: Catalogue,
  ) {}

  /** Every role, by name: there are few. */
  async list(): Promise<Role[]> {
    await this.catalogue.ready();
    return this.repository.list();
  }

  /** Refuses `not_found`. */
  async require(name: string, tx?: Tx): Promise<Role> {
    const role = ROLE_NAME.test(name) ? await this.repository.find(name, tx) : undefined;
    if (!role) throw refuse('not_found');
    return role;
  }

  async permissions(): Promise<CatalogueEntry[]> {
    await this.catalogue.ready();
    return this.repository.catalogue();
  }

  /** Refuses `permission_unknown`. */
  async demandKnown(tx: Tx, permissions: readonly string[]): Promise<void> {
    const known = new Set((await this.repository.catalogue(tx)).map(({ name }) => name));
    const unknown = permissions.filter((permission) => !known.has(permission));
    if (unknown.length > 0) throw refuse('permission_unknown', `There is no permission ${unknown.join(', ')}`);
  }
}
