import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface JestOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Slowest first. */
  readonly slowest: readonly { readonly name: string; readonly durationMs: number }[];
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly duration?: number | null }[];
  }[];
}

const SLOWEST_SHOWN = 10;
const NOTHING_RAN: JestOutcome = { passed: 0, failed: 1, skipped: 0, slowest: [] };

/** Runs Jest in the foreground and counts. A suite that could not be run counts as one failure, and so does Jest itself. */
export async function runJest(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  reportFile: string,
  { signal, deadlineMs }: { readonly signal: AbortSignal; readonly deadlineMs: number },
): Promise<JestOutcome> {
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  const report = ['--json', `--outputFile=${reportFile}`];
  const status = await new Promise<number>((resolve) => {
    const child = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...report, ...args], {
      // What Jest prints on standard output is the report that it also writes to the file.
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...environment, NODE_OPTIONS: flags.join(' ') },
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    child.once('error', () => resolve(-1));
    child.once('close', (code) => resolve(code ?? -1));
  });
  if (!existsSync(reportFile)) return NOTHING_RAN;
  const outcome = count(JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport);
  return status !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}

function count(report: JestReport): JestOutcome {
  const timed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({ name: fullName, durationMs: duration ?? 0 })),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
    slowest: timed.sort((left, right) => right.durationMs - left.durationMs).slice(0, SLOWEST_SHOWN),
  };
}
