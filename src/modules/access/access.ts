/** What decides what a person may do, beside what their roles may. */
export interface Access {
  readonly status: string;
  readonly roles: readonly string[];
  /** How often every session of theirs was ended at once. */
  readonly sessionEpoch: number;
  /** Those of their sessions that ended while access tokens of them may still be about. */
  readonly endedSessions: readonly string[];
  readonly keys: readonly KeyAccess[];
}

/** An API key that is neither revoked nor expired when it is read, as far as requests are decided by it. */
export interface KeyAccess {
  readonly id: string;
  /** SHA-256 of its secret, in base64url. */
  readonly secretHash: string;
  /** That of the secret before the last rotation, which works until then. */
  readonly formerHash: string | null;
  readonly formerUntilMs: number | null;
  readonly expiresAtMs: number;
  readonly permissions: readonly string[];
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

/** The same, as it was written down. */
export interface AccessChangeLine {
  readonly id: string;
  readonly change: AccessChange['change'];
  readonly role: string;
  readonly permission: string | null;
  readonly userId: string | null;
  readonly reason: string | null;
  readonly changedBy: string | null;
  readonly createdAt: Date;
}
