import { refuse } from '../../shared/refusal.ts';

/**
 * Refuses `malformed_request` for a field named as what every object has, such as toString or constructor: validation takes it
 * for a field that it knows, and code that trusts such a member breaks.
 */
export function requireFieldName(name: string): void {
  if (name in Object.prototype) throw refuse('malformed_request', `No field may be named ${name}`);
}
