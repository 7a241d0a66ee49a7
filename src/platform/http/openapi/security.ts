import { IN_PERSON_EXTENSION, PERMISSION_EXTENSION } from '../access.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { Operation } from './operations.ts';

export const BEARER = 'bearer';
export const API_KEY = 'apiKey';

/** An operation with a permission needs a token, or an API key unless it is done in person, and says which permission; the others need nothing. */
export function documentSecurity(operation: Operation): void {
  const extensions = operation as unknown as Record<string, unknown>;
  const permission = extensions[PERMISSION_EXTENSION];
  operation.security = [];
  if (typeof permission !== 'string') return;
  const inPerson = extensions[IN_PERSON_EXTENSION] === true;
  operation.security = inPerson ? [{ [BEARER]: [] }] : [{ [BEARER]: [] }, { [API_KEY]: [] }];
  const meaning = Object.hasOwn(PERMISSIONS, permission) ? PERMISSIONS[permission as keyof typeof PERMISSIONS] : '';
  const needed = `Needs the permission \`${permission}\`: ${meaning}.`;
  const sentences = [operation.description, inPerson ? `${needed} Takes no API key.` : needed];
  operation.description = sentences.filter(Boolean).join('\n\n');
}
