/** The day on which the moments of the examples make sense: the decorators were written as if it were today. */
const WRITTEN_ON_MS = Date.UTC(2026, 10, 21);
const DAY_MS = 86_400_000;
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const FORMATS: ReadonlySet<unknown> = new Set(['date', 'date-time']);

/** A copy of the document in which the moments of the examples are as near to `today` as they were when they were written. */
export function withMomentsNear<T>(document: T, today: Date): T {
  const days = Math.floor((today.getTime() - WRITTEN_ON_MS) / DAY_MS);
  return move(document, days) as T;
}

function move(node: unknown, days: number): unknown {
  if (Array.isArray(node)) return node.map((each) => move(each, days));
  if (typeof node !== 'object' || node === null) return node;
  const moved = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, move(value, days)]));
  const { example, format } = moved;
  if (typeof example !== 'string' || !FORMATS.has(format)) return moved;
  return { ...moved, example: later(example, days) };
}

function later(moment: string, days: number): string {
  return new Date(Date.parse(moment) + days * DAY_MS)
    .toISOString()
    .slice(0, moment.length === DAY_LENGTH ? DAY_LENGTH : undefined);
}
