import { z } from 'zod';
import { keptSeconds } from '../../shared/retention.ts';

export const DAY_SECONDS = 86_400;
/** How far back movements are remembered one by one. */
export const MAX_WINDOW_SECONDS = 7 * DAY_SECONDS;
/** How long payees and devices are remembered. */
export const MEMORY_SECONDS = keptSeconds('fraudSignals');
export const MAX_COUNT = 100;
const MAX_DEPTH = 6;
const MAX_NODES = 50;
const MAX_BRANCHES = 20;
const MAX_CURRENCIES = 50;

/** Who or what a blocklist names. */
export const LISTED = ['person', 'payee', 'device', 'address'] as const;
export type Listed = (typeof LISTED)[number];

const whole = (min: number, max: number) => z.int().min(min).max(max);
const amounts = z
  .record(z.string().regex(/^[A-Z]{3,10}$/), whole(1, Number.MAX_SAFE_INTEGER))
  .refine((value) => Object.keys(value).length >= 1 && Object.keys(value).length <= MAX_CURRENCIES, {
    message: `1 to ${MAX_CURRENCIES} currencies`,
  });
const minuteOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const LEAVES = [
  z.strictObject({ amount: z.strictObject({ atLeast: amounts }) }),
  z.strictObject({
    count: z.strictObject({ withinSeconds: whole(1, MAX_WINDOW_SECONDS), atLeast: whole(1, MAX_COUNT) }),
  }),
  z.strictObject({ sum: z.strictObject({ withinSeconds: whole(1, MAX_WINDOW_SECONDS), atLeast: amounts }) }),
  z.strictObject({ newPayee: z.strictObject({ withinSeconds: whole(1, MEMORY_SECONDS) }) }),
  z.strictObject({ newDevice: z.strictObject({ withinSeconds: whole(1, MEMORY_SECONDS) }) }),
  z.strictObject({
    speed: z.strictObject({ atLeastKmPerHour: whole(1, 100_000), atLeastMeters: whole(1, 50_000_000) }),
  }),
  z.strictObject({
    night: z.strictObject({ from: minuteOfDay, to: minuteOfDay, utcOffsetMinutes: whole(-840, 840) }),
  }),
  z.strictObject({ listed: z.enum(LISTED) }),
] as const;

type Leaf = z.infer<(typeof LEAVES)[number]>;

/** When a rule matches. A small language: facts about the movement and what came before it, and `all`, `any`, `not`. */
export type Condition =
  Leaf | { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | { readonly not: Condition };

const branches = () => z.array(schema).min(1).max(MAX_BRANCHES);
const schema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    ...LEAVES,
    z.strictObject({ all: branches() }),
    z.strictObject({ any: branches() }),
    z.strictObject({ not: schema }),
  ]),
);

/** The condition, or what is wrong with it. */
export function parseCondition(value: unknown): { readonly condition: Condition } | { readonly problem: string } {
  const size = sizeOf(value, MAX_DEPTH);
  if (size > MAX_NODES) return { problem: `at most ${MAX_DEPTH} levels and ${MAX_NODES} parts` };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { condition: parsed.data };
  return { problem: problemOf(value) };
}

/** Whether it asks for what a person did before. */
export function looksBack(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(looksBack);
  if ('any' in condition) return condition.any.some(looksBack);
  if ('not' in condition) return looksBack(condition.not);
  return ['count', 'sum', 'newPayee', 'newDevice', 'speed'].some((fact) => fact in condition);
}

// How many parts it has; more than can be when it is too deep.
function sizeOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (depth === 0) return MAX_NODES + 1;
  const { all, any, not } = value as { all?: unknown; any?: unknown; not?: unknown };
  const inner = [all, any, [not]].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  if (inner.length > MAX_NODES) return MAX_NODES + 1;
  return inner.filter((one) => one !== undefined).reduce<number>((sum, one) => sum + sizeOf(one, depth - 1), 1);
}

// A union says that nothing fits. What was meant is seen by its name.
function problemOf(value: unknown, path = 'condition'): string {
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const [key = ''] = keys;
  if (keys.length !== 1) return `${path} must be an object of one fact, or of all, any or not`;
  const inner = (value as Record<string, unknown>)[key];
  if (key === 'not') return problemOf(inner, `${path}.not`);
  if (key === 'all' || key === 'any') return problemOfBranches(inner, `${path}.${key}`);
  const leaf = LEAVES.find(({ shape }) => Object.hasOwn(shape, key));
  if (!leaf) return `${path} has no fact of this name`;
  const [issue] = leaf.safeParse(value).error?.issues ?? [];
  return issue ? `${[path, ...issue.path.map(String)].join('.')}: ${issue.message}` : '';
}

function problemOfBranches(value: unknown, path: string): string {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_BRANCHES)
    return `${path} must be a list of 1 to ${MAX_BRANCHES} conditions`;
  const problems = value.map((one, at) => (schema.safeParse(one).success ? '' : problemOf(one, `${path}.${at}`)));
  return problems.find((problem) => problem !== '') ?? '';
}
