import { logText } from './log-text.ts';

const MAX_DEPTH = 5;

/**
 * What the log keeps of an error and of its causes, as `text` has it. Its other properties may hold what somebody sent: parameters
 * of a query, a row's values. Never throws.
 */
export function errorFields(error: unknown, text: (text: string) => string = logText): Record<string, unknown> {
  return fieldsOf(error, text, MAX_DEPTH);
}

function fieldsOf(error: unknown, text: (text: string) => string, depth: number): Record<string, unknown> {
  if (!isError(error)) return { type: typeof error };
  const cause = read(error, 'cause');
  const said = ['message', 'stack', 'code'].flatMap((name): [string, string][] => {
    const value = read(error, name);
    return typeof value === 'string' ? [[name, text(value)]] : [];
  });
  const type = read(error, 'name');
  return {
    type: typeof type === 'string' ? text(type) : typeof type,
    ...Object.fromEntries(said),
    ...(cause === undefined || depth === 0 ? {} : { cause: fieldsOf(cause, text, depth - 1) }),
  };
}

function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

function read(error: Error, name: string): unknown {
  try {
    return (error as unknown as Record<string, unknown>)[name];
  } catch {
    return '[unreadable]';
  }
}
