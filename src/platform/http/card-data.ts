import type { FastifyRequest } from 'fastify';
import { containsCardNumber, isCard, isSecurityCodeName } from '../../shared/card-data.ts';
import { refuse } from '../../shared/refusal.ts';

// A number there is money, whatever it looks like; text there is looked at like any other.
const MONEY = /(?:^a|A)mount$|^(?:price|threshold|rearmAt)$/;
/** Beyond these, a number is not what was written. */
const LONG_NUMBERS = /\d{16,19}/g;

// Ids that whatever stands before us makes of digits. They are neither kept nor logged.
const TRACING = new Set([
  ...['traceparent', 'tracestate', 'baggage', 'b3', 'x-b3-traceid', 'x-b3-spanid', 'x-b3-parentspanid'],
  ...['x-amzn-trace-id', 'x-cloud-trace-context', 'x-datadog-trace-id', 'x-datadog-parent-id'],
]);

/** Refuses `raw_card_data_refused` for a field that is, or is for, a card's number or security code. `text` is the JSON around it. */
export function requireNoCardData(name: string, value: unknown, text?: string): void {
  if (containsCardNumber(name)) throw refusal();
  if (typeof value === 'string') {
    if (containsCardNumber(value) || (value !== '' && isSecurityCodeName(name))) throw refusal();
    return;
  }
  if (typeof value !== 'number') return;
  if (isSecurityCodeName(name) || (!MONEY.test(name) && isCardAsNumber(value, text))) throw refusal();
}

/** The same for what stands around a body: path, query and headers. */
export function requireNoCardDataAround({ url, query, headers }: FastifyRequest): void {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  if (containsCardNumber(path.includes('%') ? decoded(path) : path)) throw refusal();
  if (end !== -1) for (const [name, given] of Object.entries(query as object)) requireNone(name, given);
  for (const name in headers) if (!TRACING.has(name)) requireNone(name, headers[name]);
}

function requireNone(name: string, given: unknown): void {
  for (const value of Array.isArray(given) ? given : [given]) requireNoCardData(name, value);
}

function isCardAsNumber(value: number, text = ''): boolean {
  if (!Number.isInteger(value)) return false;
  if (Number.isSafeInteger(value)) return isCard(String(Math.abs(value)));
  return text.match(LONG_NUMBERS)?.some(isCard) ?? false;
}

// What cannot be decoded is refused by the router.
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function refusal(): Error {
  return refuse('raw_card_data_refused');
}
