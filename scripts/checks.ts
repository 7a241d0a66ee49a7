import { existsSync, readdirSync } from 'node:fs';
import { build } from './build-steps.ts';
import { findExecutable } from './local-stack/find-executable.ts';
import type { Progress } from './local-stack/progress.ts';
import { mustRun } from './local-stack/run.ts';

export interface Check {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

const CHECK_DEADLINE_MS = 10 * 60_000;
/** As many as the smallest machine has cores. */
const AT_ONCE = 2;

/** The checks that need no stores. Each counts as one test. */
export function staticChecks(progress: Progress, signal: AbortSignal): Check[] {
  const node = (name: string, ...args: string[]): Check => ({
    name,
    run: () =>
      mustRun(process.execPath, args, {
        deadlineMs: CHECK_DEADLINE_MS,
        env: { ...process.env, NO_COLOR: '1' },
        signal,
      }),
  });
  const checks = [
    { name: 'build', run: () => build(progress) },
    node('types', 'node_modules/typescript/bin/tsc', '--noEmit', '--project', 'tsconfig.json'),
    node('lint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'),
    node('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
    node('dependency rules', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'src'),
  ];
  return terraformCanBeChecked() ? [...checks, terraformFormat(signal)] : checks;
}

/** Runs them a few at a time and says how each went. Returns the names of those that failed. */
export async function runChecks(checks: readonly Check[], progress: Progress): Promise<string[]> {
  const waiting = [...checks];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { name, run } = check;
      await progress.step(`check: ${name}`, run).catch((error: Error) => {
        failed.push(name);
        process.stderr.write(`\n${error.message}\n\n`);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
}

function terraformCanBeChecked(): boolean {
  if (findExecutable('terraform') === undefined || !existsSync('terraform')) return false;
  return readdirSync('terraform', { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.tf'));
}

function terraformFormat(signal: AbortSignal): Check {
  const args = ['fmt', '-check', '-recursive', 'terraform'];
  return { name: 'terraform format', run: () => mustRun('terraform', args, { deadlineMs: CHECK_DEADLINE_MS, signal }) };
}
