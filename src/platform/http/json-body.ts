import { refuse } from '../../shared/refusal.ts';
import { requireNoCardData } from './card-data.ts';
import { requireFieldName } from './field-name.ts';

export const MAX_BODY_BYTES = 1_048_576;
export const MAX_JSON_DEPTH = 32;

export interface SentBody {
  /** The JSON it was parsed from. */
  readonly text?: string;
  /** By a payment provider that signs what it sends: of that we keep nothing but ids, and must not lose it. */
  readonly signed?: boolean;
}

/**
 * Refuses `raw_card_data_refused`, and `malformed_request` for JSON that is valid and still not acceptable: what is no object, is nested deeper than
 * code may recurse, holds text that PostgreSQL cannot keep (NUL, half a surrogate pair), or names a field as no field may be.
 */
export function requireAcceptableBody(
  body: unknown,
  { text, signed = false }: SentBody = {},
): asserts body is Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refuse('malformed_request', 'The body must be a JSON object');
  }
  // What was decoded from UTF-8 and escapes nothing has neither NUL, which JSON wants escaped, nor half a pair.
  const mayHoldBadText = text === undefined || text.includes('\\u');
  // A list of our own, not recursion: depth is what is being bounded.
  const waiting: [value: object, depth: number][] = [[body, 1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, depth] = next;
    if (depth > MAX_JSON_DEPTH)
      throw refuse('malformed_request', `The body is nested deeper than ${MAX_JSON_DEPTH} levels`);
    for (const key of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[key];
      if (!signed) requireNoCardData(key, inner, text);
      requireFieldName(key);
      if (mayHoldBadText) requireText(key, inner);
      if (typeof inner === 'object' && inner !== null) waiting.push([inner, depth + 1]);
    }
  }
}

function requireText(...texts: readonly unknown[]): void {
  if (texts.some((text) => typeof text === 'string' && (text.includes('\0') || !text.isWellFormed()))) {
    throw refuse('malformed_request', 'The body holds text with NUL characters or half surrogate pairs');
  }
}
