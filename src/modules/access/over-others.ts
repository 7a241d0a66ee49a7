import type { PermissionName } from '../../platform/http/permissions.ts';
import type { Principal } from '../../shared/principal.ts';
import { SELF_SERVICE } from './built-in-roles.ts';

/** Who has the second of these does to everybody's what others do, by the first, to their own. */
const WIDENED: Partial<Record<PermissionName, PermissionName>> = {
  'transfers:read': 'transfers:reverse',
  'transfers:write': 'transfers:reverse',
  'venues:manage': 'venues:manage-any',
};

const OWN: ReadonlySet<PermissionName> = new Set(SELF_SERVICE);

/** Whether the caller, on a route that needs this permission, is about more than what is theirs. */
export function isOverOthers({ permissions }: Principal, permission: PermissionName): boolean {
  const wider = WIDENED[permission];
  return !OWN.has(permission) || (wider !== undefined && permissions.has(wider));
}
