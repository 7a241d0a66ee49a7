import { REFUSAL_TITLES } from '../../src/shared/refusal.ts';
import type { Expected } from './bad-requests.ts';
import type { Received } from './sent-request.ts';

const LEAKS =
  /\n\s+at |node_modules|prisma|postgres:|\bselect .+ from\b|\binsert into\b|\/src\/|\.ts:\d|\bstack\b|undefined/i;

/** What is wrong with an answer that should be a clear refusal; nothing when it is one. */
export function complaints({ status, headers, text }: Received, expected: Expected): string[] {
  if (!isExpected(status, expected)) return [`answered ${status} ${text.slice(0, 300)}`];
  if (status < 400) return [];
  const problem = parsed(text);
  const { type, title, detail, code, requestId } = problem;
  const known = typeof code === 'string' && Object.hasOwn(REFUSAL_TITLES, code);
  const facts = {
    'is no problem+json': headers['content-type'] === 'application/problem+json',
    'has a code that is not ours': known,
    'has a type that is not its code': type === `urn:trivet:problem:${String(code)}`,
    'has no title': typeof title === 'string' && title !== '',
    'has no detail': typeof detail === 'string' && detail !== '',
    'has another status inside': problem['status'] === status,
    'has no request id': requestId !== undefined && requestId === headers['x-request-id'],
    'tells what is inside': !LEAKS.test(text),
  };
  return Object.entries(facts).flatMap(([complaint, fine]) => (fine ? [] : [`${complaint}: ${text.slice(0, 300)}`]));
}

function isExpected(status: number, expected: Expected): boolean {
  if (expected === 'no failure') return status < 500;
  if (expected === 'refusal') return status >= 400 && status < 500;
  return expected.includes(status);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
