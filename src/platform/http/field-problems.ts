import type { ValidationError } from '@nestjs/common';
import type { FieldProblem } from '../../shared/refusal.ts';
import { EITHER_OR } from './either-or.ts';

/** More than this helps nobody, and a caller decides how many there are. */
export const MAX_FIELD_PROBLEMS = 50;

const CODES: Readonly<Record<string, string>> = { whitelistValidation: 'unknown_field', isDefined: 'required' };

/** class-validator's tree of errors as a flat list, each with the JSON pointer of its field, such as /items/0/quantity. */
export function fieldProblems(errors: readonly ValidationError[]): FieldProblem[] {
  return errors.flatMap((error) => problemsAt('', error)).slice(0, MAX_FIELD_PROBLEMS);
}

function problemsAt(parent: string, error: ValidationError): FieldProblem[] {
  const { property, constraints = {}, children = [] } = error;
  const pointer = `${parent}/${escapeToken(property)}`;
  if (isMissing(error)) return [{ pointer, code: 'required', message: `${property} is missing` }];
  const own = Object.entries(constraints).map(([name, message]) => ({ pointer, code: codeOf(name), message }));
  return [...own, ...children.flatMap((child) => problemsAt(pointer, child))];
}

// What is not there breaks every rule of its field; one word says it. One of two that must be given has a better word.
function isMissing(error: ValidationError): boolean {
  return 'value' in error && error.value === undefined && !Object.hasOwn(error.constraints ?? {}, EITHER_OR);
}

// RFC 6901: the tilde first, or it would escape its own escapes.
function escapeToken(property: string): string {
  return property.replaceAll('~', '~0').replaceAll('/', '~1');
}

function codeOf(constraint: string): string {
  return CODES[constraint] ?? constraint.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
