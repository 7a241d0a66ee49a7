/**
 * How long a test waits for what should be there at once: far longer than it takes, for the machine may be busy with anything, and
 * less than Jest waits for the test (`testTimeout`), so that what did not happen is named. How fast something is, is no test's
 * business: where a bound is the point, the test has a number of its own.
 */
export const PATIENCE_MS = 30_000;
