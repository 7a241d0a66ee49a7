import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/** Polls until the probe is true; false when the deadline has passed first. A probe that throws counts as "not yet". */
export async function waitUntil(probe: () => boolean | Promise<boolean>, deadlineMs: number): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    if (await attempt(probe)) return true;
    if (performance.now() >= end) return false;
    await delay(POLL_MS);
  }
}

async function attempt(probe: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await probe();
  } catch {
    return false;
  }
}
