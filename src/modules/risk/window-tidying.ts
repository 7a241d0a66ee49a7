import { SETTLED_AFTER_MS } from './history.ts';
import { DEVICE, historyOf, isOldSpending, PAYEE, signalName, type WindowItem } from './window-item.ts';

/** How many signals are kept one by one; what is older is remembered by payee and device. */
export const KEPT_SIGNALS = 128;
const KEPT_MEMORIES = 200;
/** Bounds one tidying, so that what it asks fits into an expression. */
const TIDIED_AT_ONCE = 60;

/** What to take out of an item that has grown, and what to remember of it. */
export interface Tidying {
  readonly remove: readonly string[];
  readonly remember: ReadonlyMap<string, number>;
}

/**
 * Undefined when nothing has to be done. What is tidied is older than what any window looks at, or more than is kept; never what may
 * still be under way, for it may have to be given back.
 */
export function tidying(item: WindowItem, atMs: number, windowMs: number, memoryMs: number): Tidying | undefined {
  const { signals, payees, devices } = historyOf(item);
  const newestFirst = [...signals].reverse();
  const settledBeforeMs = atMs - SETTLED_AFTER_MS;
  const over = newestFirst.filter((signal, at) => at >= KEPT_SIGNALS || signal.atMs <= atMs - windowMs);
  const settled = over.filter((signal) => signal.atMs <= settledBeforeMs);
  const gone = settled.reverse().slice(0, TIDIED_AT_ONCE);
  const remember = new Map<string, number>();
  for (const { atMs: time, parts: paid, device } of gone) {
    for (const { payee } of paid.filter((part) => part.payee !== '')) remember.set(`${PAYEE}${payee}`, time);
    if (device !== undefined) remember.set(`${DEVICE}${device}`, time);
  }
  const remove = [
    ...gone.map(({ id }) => signalName(id)),
    ...[...forgotten(PAYEE, payees, atMs - memoryMs), ...forgotten(DEVICE, devices, atMs - memoryMs)],
    ...Object.keys(item).filter((name) => isOldSpending(name, atMs)),
  ].slice(0, TIDIED_AT_ONCE);
  const kept = new Map([...remember].slice(-TIDIED_AT_ONCE).filter(([name]) => !remove.includes(name)));
  return remove.length === 0 ? undefined : { remove, remember: kept };
}

function forgotten(prefix: string, memory: ReadonlyMap<string, number>, untilMs: number): string[] {
  const newestFirst = [...memory].sort(([, one], [, other]) => other - one);
  return newestFirst
    .filter(([, time], at) => at >= KEPT_MEMORIES || time <= untilMs)
    .map(([name]) => `${prefix}${name}`);
}
