const MAX_SEED = 2 ** 31;
const given = process.env['FAULTS_SEED'];

/** A number of [0, 1). */
export type Random = () => number;

/** Runs with randomness of a seed, which is told on failure; FAULTS_SEED repeats it. */
export async function seeded(run: (random: Random, seed: number) => Promise<void>): Promise<void> {
  const seed = given === undefined ? Math.floor(Math.random() * MAX_SEED) : Number(given);
  try {
    await run(mulberry32(seed), seed);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`FAULTS_SEED=${seed}: ${message}`, { cause: error });
  }
}

/** Another source, so that what draws from it is not moved by who draws from the first, and how often. */
export function fork(random: Random): Random {
  return mulberry32(Math.floor(random() * MAX_SEED));
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
