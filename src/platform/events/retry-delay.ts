const BASE_MS = 1_000;
const CEILING_MS = 10 * 60_000;

const HOUR_MS = 3_600_000;

/** A mail server or a provider may be away for a day. */
export const GIVEN_UP_AFTER_MS = 24 * HOUR_MS;

/** How long an event waits after its nth failed delivery: doubling, at most ten minutes, with jitter down to the half. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const ceilingMs = Math.min(BASE_MS * 2 ** (attempt - 1), CEILING_MS);
  return Math.round(ceilingMs * (0.5 + random() / 2));
}
