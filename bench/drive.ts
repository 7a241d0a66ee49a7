import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from './stats.ts';

/** How to press: `callers` at a time, each sending its next when it has its answer; or so many a second, come what may. */
export type Load = { readonly callers: number } | { readonly perSecond: number };

export interface Window {
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** Sends one request and says how many transfers it posted; 0 is a failure. */
export type Send = () => Promise<number>;

export interface Driven {
  readonly perSecond: number;
  readonly transfers: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  /** Transfers in all, the warm-up and what was still under way at the end included: what the books must show. */
  readonly posted: number;
}

const TICK_MS = 1;
/** Who is this far behind the schedule does not keep the rate at all; the run is ended before memory is. */
const MAX_UNDER_WAY = 50_000;

/**
 * Runs the load and measures what is answered inside of the window. Latency counts from when a request was meant to be
 * sent: for a caller when its last answer came, at a rate when the schedule says, however late it really went out.
 */
export async function drive(send: Send, load: Load, window: Window, tell: (edge: 'opened' | 'closed') => void) {
  const opensAt = performance.now() + window.warmUpSeconds * 1000;
  const closesAt = opensAt + window.seconds * 1000;
  const tally = new Tally(opensAt, closesAt);
  setTimeout(tell, window.warmUpSeconds * 1000, 'opened');
  setTimeout(tell, (window.warmUpSeconds + window.seconds) * 1000, 'closed');
  const one = async (intendedAt: number): Promise<void> => tally.add(intendedAt, await send());
  await ('callers' in load ? callers(one, load.callers, closesAt) : atRate(one, load.perSecond, closesAt));
  await delay(Math.max(0, closesAt + TICK_MS - performance.now())); // the timers have fired
  return tally.result(window.seconds);
}

async function callers(one: (intendedAt: number) => Promise<void>, count: number, closesAt: number): Promise<void> {
  const caller = async (): Promise<void> => {
    while (performance.now() < closesAt) await one(performance.now());
  };
  await Promise.all(Array.from({ length: count }, caller));
}

async function atRate(one: (intendedAt: number) => Promise<void>, rate: number, closesAt: number): Promise<void> {
  const startedAt = performance.now();
  const underWay = new Set<Promise<void>>();
  for (let sent = 0; performance.now() < closesAt; await delay(TICK_MS)) {
    const due = ((performance.now() - startedAt) * rate) / 1000;
    for (; sent < due; sent += 1) {
      const under = one(startedAt + (sent * 1000) / rate).finally(() => underWay.delete(under));
      underWay.add(under);
    }
    if (underWay.size > MAX_UNDER_WAY) throw new Error(`${rate} a second is more than it can keep up with`);
  }
  await Promise.all(underWay);
}

class Tally {
  private readonly tookMs: number[] = [];
  private readonly opensAt: number;
  private readonly closesAt: number;
  private transfers = 0;
  private posted = 0;
  private failed = 0;

  constructor(opensAt: number, closesAt: number) {
    this.opensAt = opensAt;
    this.closesAt = closesAt;
  }

  add(intendedAt: number, transfers: number): void {
    const now = performance.now();
    this.posted += transfers;
    if (transfers === 0) this.failed += 1;
    if (now < this.opensAt || now >= this.closesAt) return;
    this.transfers += transfers;
    this.tookMs.push(now - intendedAt);
  }

  result(seconds: number): Driven {
    const { transfers, posted, failed } = this;
    const sorted = Float64Array.from(this.tookMs).sort();
    const [p50Ms, p99Ms] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
    return { perSecond: transfers / seconds, transfers, p50Ms, p99Ms, failed, posted };
  }
}
