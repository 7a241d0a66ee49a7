import { PERMISSIONS, type PermissionName } from '../../platform/http/permissions.ts';
import type { Role } from '../users/index.ts';

const EVERYTHING = Object.keys(PERMISSIONS) as PermissionName[];

// What people do with what is theirs. Ownership is the use case's question: a permission opens the door of a route, no more.
const SELF_SERVICE: readonly PermissionName[] = [
  'me:read',
  'wallets:read',
  'wallets:write',
  'transfers:read',
  'transfers:write',
  'holds:read',
  'holds:write',
  'fx:read',
  'fx:write',
  'payments:read',
  'payments:write',
  'payment-methods:read',
  'payment-methods:write',
  'venues:read',
  'presence:read',
  'presence:write',
  'groups:read',
  'groups:write',
  'orders:read',
  'orders:write',
  // Staff are named per venue, not per role: the use case checks the staff list of the venue.
  'venues:manage',
  'redemptions:write',
  'sessions:read',
  'sessions:write',
  'idempotency:read',
];

// Staff of a bank or of a branch act for others; until their product's permissions exist they see themselves only.
const OWN_ACCOUNT: readonly PermissionName[] = ['me:read', 'sessions:read', 'sessions:write', 'idempotency:read'];

/** What each role may do. A person may do what any of their roles may. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly PermissionName[]>> = {
  customer: SELF_SERVICE,
  bartender: SELF_SERVICE,
  venue_manager: [...SELF_SERVICE, 'venues:write'],
  cashier: OWN_ACCOUNT,
  branch_manager: OWN_ACCOUNT,
  mandate_maker: OWN_ACCOUNT,
  mandate_checker: OWN_ACCOUNT,
  // Approves and never asks: the second of two people.
  finance_approver: [...OWN_ACCOUNT, 'ledger:read', 'ledger:approve'],
  support: OWN_ACCOUNT,
  auditor: [...OWN_ACCOUNT, 'ledger:read', 'ledger:verify', 'jobs:read', 'outbox:read', 'system:read'],
  admin: EVERYTHING,
};

/** The permissions of a person with these roles. A role that we do not know gives nothing. */
export function permissionsOf(roles: readonly string[]): ReadonlySet<PermissionName> {
  return new Set(roles.flatMap((role) => (isRole(role) ? ROLE_PERMISSIONS[role] : [])));
}

function isRole(role: string): role is Role {
  return Object.hasOwn(ROLE_PERMISSIONS, role);
}
