import type { PostItem } from './post-item.ts';

/** What a plan needs to know of an item that waits. */
export interface Planned {
  /** How many commands. */
  readonly size: number;
  /** Its idempotency scope, when it has one. */
  readonly scope: string | undefined;
  /** Its scope and the accounts that it names: two batches that share one would wait for each other. */
  readonly keys: readonly string[];
  /** In how many plans it was held already. */
  passedOver: number;
}

/** Who was held so often keeps others from overtaking: their accounts are left free until they go themselves. */
const PATIENT_PLANS = 4;

export interface BatchPlan<Item> {
  /** For each free place a batch, or fewer. */
  readonly batches: readonly (readonly Item[])[];
  /** In the order they came. */
  readonly held: readonly Item[];
}

export interface PlanLimits {
  /** Commands of a batch; an item that is larger goes alone. */
  readonly batch: number;
  /** Commands that make a batch beside another worth its while: two small batches cost more than one. */
  readonly another: number;
}

/** The keys of an item. Which accounts a capture, a void or a reversal touches only the database knows. */
export function keysOf({ claim, commands }: PostItem): string[] {
  const keys = new Set<string>();
  if (claim) keys.add(claim.scope);
  for (const command of commands) {
    if ('debit' in command) keys.add(command.debit);
    if ('credit' in command && command.credit !== undefined) keys.add(command.credit);
    if ('account' in command) keys.add(command.account);
  }
  return [...keys];
}

/**
 * Deals those who wait, in the order they came, into as many batches as there are free places. Who shares an account with a
 * batch joins it; who shares one with a batch in flight, or with both, is held for the next plan, and so is a claim that is
 * under way already. So a popular account is in one batch, whole, and other accounts are in another beside it. Who was held
 * often is not overtaken any more.
 */
export function planBatches<Item extends Planned>(
  waiting: readonly Item[],
  free: number,
  busy: ReadonlySet<string>,
  limits: PlanLimits,
): BatchPlan<Item> {
  const commands = waiting.reduce((sum, { size }) => sum + size, 0);
  const places = commands >= 2 * limits.another ? free : Math.min(free, 1);
  const batches = Array.from({ length: places }, (): Item[] => []);
  const sizes = batches.map(() => 0);
  const placeOf = new Map<string, number>();
  const held: Item[] = [];
  const taken = new Set(busy);

  for (const item of waiting) {
    const place = placeFor(item, taken, placeOf, sizes);
    const size = sizes[place ?? -1];
    if (place === undefined || size === undefined || (size > 0 && size + item.size > limits.batch)) {
      held.push(item);
      if (item.passedOver >= PATIENT_PLANS) item.keys.forEach((key) => taken.add(key));
      continue;
    }
    batches[place]?.push(item);
    sizes[place] = size + item.size;
    for (const key of item.keys) placeOf.set(key, place);
  }
  return { batches: batches.filter((batch) => batch.length > 0), held };
}

// Undefined when it must be held.
function placeFor(
  { scope, keys }: Planned,
  busy: ReadonlySet<string>,
  placeOf: ReadonlyMap<string, number>,
  sizes: readonly number[],
): number | undefined {
  if (scope !== undefined && placeOf.has(scope)) return undefined;
  let place: number | undefined;
  for (const key of keys) {
    if (busy.has(key)) return undefined;
    const taken = placeOf.get(key);
    if (taken === undefined || taken === place) continue;
    if (place !== undefined) return undefined;
    place = taken;
  }
  return place ?? sizes.indexOf(Math.min(...sizes));
}
