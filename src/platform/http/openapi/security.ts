import { PERMISSION_EXTENSION } from '../access.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { Operation } from './operations.ts';

export const BEARER = 'bearer';

/** An operation with a permission needs a token and says which permission; the others need nothing. */
export function documentSecurity(operation: Operation): void {
  const permission = (operation as unknown as Record<string, unknown>)[PERMISSION_EXTENSION];
  operation.security = typeof permission === 'string' ? [{ [BEARER]: [] }] : [];
  if (typeof permission !== 'string') return;
  const meaning = Object.hasOwn(PERMISSIONS, permission) ? PERMISSIONS[permission as keyof typeof PERMISSIONS] : '';
  operation.description = [operation.description, `Needs the permission \`${permission}\`: ${meaning}.`]
    .filter(Boolean)
    .join('\n\n');
}
