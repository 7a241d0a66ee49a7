import { PERMISSIONS, type PermissionName } from '../../platform/http/permissions.ts';

/** The roles that every installation has. Others are made by its administrators. */
export const BUILT_IN_ROLES = [
  'customer',
  'bartender',
  'venue_manager',
  'cashier',
  'branch_manager',
  'mandate_maker',
  'mandate_checker',
  'finance_approver',
  'support',
  'auditor',
  'admin',
] as const;

export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** May do everything, always: nobody gives what they do not have, so what this role lost could never be given back. */
export const ADMIN = 'admin' satisfies BuiltInRole;

const EVERYTHING = Object.keys(PERMISSIONS) as PermissionName[];

// What people do with what is theirs. Ownership is the use case's question: a permission opens the door of a route, no more.
export const SELF_SERVICE: readonly PermissionName[] = [
  'me:read',
  'me:write',
  'wallets:read',
  'wallets:write',
  'transfers:read',
  'transfers:write',
  'transfers:large',
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
  'api-keys:read',
  'api-keys:write',
  'idempotency:read',
];

// Staff of a bank or of a branch act for others; until their product's permissions exist they see themselves only.
const OWN_ACCOUNT: readonly PermissionName[] = [
  'me:read',
  'me:write',
  'sessions:read',
  'sessions:write',
  'idempotency:read',
];

/**
 * What each built-in role gets of a permission that appears for the first time. From then on the tables `role` and `role_permission`
 * say who may what, and administrators change them.
 */
export const FIRST_PERMISSIONS: Readonly<Record<BuiltInRole, readonly PermissionName[]>> = {
  customer: SELF_SERVICE,
  bartender: SELF_SERVICE,
  venue_manager: [...SELF_SERVICE, 'venues:write'],
  cashier: OWN_ACCOUNT,
  branch_manager: OWN_ACCOUNT,
  mandate_maker: OWN_ACCOUNT,
  mandate_checker: OWN_ACCOUNT,
  // Approves and never asks: the second of two people.
  finance_approver: [
    ...OWN_ACCOUNT,
    'ledger:read',
    'ledger:approve',
    'disputes:read',
    'settlements:read',
    'risk:read',
    'risk:approve',
  ],
  support: [...OWN_ACCOUNT, 'users:read', 'users:personal', 'users:verify', 'disputes:read', 'disputes:write'],
  auditor: [
    ...OWN_ACCOUNT,
    'ledger:read',
    'ledger:verify',
    'disputes:read',
    'settlements:read',
    'jobs:read',
    'audit:read',
    'outbox:read',
    'system:read',
    'roles:read',
    'settings:read',
    'risk:read',
    'users:read',
  ],
  admin: EVERYTHING,
};
