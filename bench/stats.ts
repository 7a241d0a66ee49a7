/** What one run of one contestant gave. Microseconds of CPU are undefined where the system does not tell them. */
export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  readonly nodeMicros: number | undefined;
  readonly postgresMicros: number | undefined;
}

/** The value below which this share of the sorted samples lies. */
export function percentile(sorted: readonly number[] | Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Column by column; of an even number of runs the lower of the middle two. Failures add up. */
export function medianOf(runs: readonly Measured[]): Measured {
  const column = (pick: (run: Measured) => number | undefined): number | undefined => {
    const known = runs.map(pick).filter((value) => value !== undefined);
    return known.sort((a, b) => a - b)[Math.floor((known.length - 1) / 2)];
  };
  return {
    perSecond: column((run) => run.perSecond) ?? 0,
    p50Ms: column((run) => run.p50Ms) ?? 0,
    p99Ms: column((run) => run.p99Ms) ?? 0,
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    nodeMicros: column((run) => run.nodeMicros),
    postgresMicros: column((run) => run.postgresMicros),
  };
}
