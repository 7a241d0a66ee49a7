import { refuse } from '../../shared/refusal.ts';

// Nest takes a field of this name away before anybody looks at it.
const TAKEN_AWAY = 'prototype';

/**
 * Refuses `malformed_request` for a field named as what every object or class has, such as toString or constructor: validation
 * takes it for a field that it knows, and code that trusts such a member breaks.
 */
export function requireFieldName(name: string): void {
  if (name === TAKEN_AWAY || name in Object.prototype)
    throw refuse('malformed_request', `No field may be named ${name}`);
}
