import { isDeepStrictEqual } from 'node:util';

const report = { step: 0, problems: 0 };

/** How many numbers were off. */
export function problems(): number {
  return report.problems;
}

/** Begins a step of the story. */
export function say(what: string): void {
  report.step += 1;
  process.stdout.write(`\n${String(report.step).padStart(2)}. ${what}\n`);
}

export function detail(text: string): void {
  process.stdout.write(text.replace(/^/gm, '      ').concat('\n'));
}

/** Compares a number with what it must be, and says so. */
export function check(what: string, found: unknown, wanted: unknown): void {
  const right = isDeepStrictEqual(found, wanted);
  if (!right) report.problems += 1;
  const shown = typeof found === 'object' ? 'as expected' : JSON.stringify(found);
  detail(right ? `✓ ${what}: ${shown}` : `✗ ${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}
