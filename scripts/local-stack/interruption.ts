/** npm passes a signal on that the terminal has sent to us already: two within this time are one. */
const SAME_SIGNAL_MS = 2000;
const INTERRUPTED = 130;

/** Turns Ctrl-C and SIGTERM into an orderly end. Asked a second time, the process ends at once. */
export function onInterruption(): AbortSignal {
  const interruption = new AbortController();
  let firstAt = Number.POSITIVE_INFINITY;
  const interrupt = (): void => {
    if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      process.stderr.write('\nEnded at once; npm run stack:stop ends what is left.\n');
      process.exit(INTERRUPTED);
    }
    firstAt = Math.min(firstAt, performance.now());
    interruption.abort(new Error('Interrupted'));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return interruption.signal;
}
