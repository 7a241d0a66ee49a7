import type { Proof } from './principal.ts';

/** Whether somebody proved in the last so many seconds who they are. To the second, as tokens say it: what was proved in this one is never too old. */
export function isRecent(proof: Proof | undefined, now: Date, seconds: number): boolean {
  return proof !== undefined && proof.atMs >= now.getTime() - seconds * 1_000 - 999;
}
