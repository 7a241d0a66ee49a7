import type { RolePermissions } from './access.ts';

/** The permissions of roles, and of people who have several; the sets are made once. */
export class RoleTable {
  private readonly byRole: ReadonlyMap<string, readonly string[]>;
  private readonly sets = new Map<string, ReadonlySet<string>>();

  constructor(permissions: RolePermissions) {
    this.byRole = new Map(Object.entries(permissions));
  }

  /** A role that we do not know gives nothing. */
  permissionsOf(roles: readonly string[]): ReadonlySet<string> {
    const key = roles.join(' ');
    const known = this.sets.get(key);
    if (known) return known;
    const set = new Set(roles.flatMap((role) => this.byRole.get(role) ?? []));
    this.sets.set(key, set);
    return set;
  }
}
