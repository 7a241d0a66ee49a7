/** What decides what a person may do, beside what their roles may. */
export interface Access {
  readonly status: string;
  readonly roles: readonly string[];
  /** Those of their sessions that ended while access tokens of them may still be about. */
  readonly endedSessions: readonly string[];
}

/** The permissions of each role. */
export type RolePermissions = Readonly<Record<string, readonly string[]>>;

/** How a role may be named. */
export const ROLE_NAME = /^[a-z][a-z0-9_]{1,49}$/;

export interface Role {
  readonly name: string;
  readonly description: string;
  readonly builtIn: boolean;
  readonly permissions: readonly string[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CatalogueEntry {
  readonly name: string;
  readonly description: string;
}

/** One line of the history of who may what. */
export interface AccessChange {
  readonly change:
    'role_created' | 'role_described' | 'role_granted' | 'role_revoked' | 'permission_added' | 'permission_removed';
  readonly role: string;
  readonly permission?: string;
  readonly userId?: string;
  readonly reason?: string;
  /** Null is an operator at the command line. */
  readonly changedBy: string | null;
}
