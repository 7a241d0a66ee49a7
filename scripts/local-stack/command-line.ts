import { parseArgs } from 'node:util';
import { Progress } from './progress.ts';

/** The options that the stack's commands share. */
export interface StackCommand {
  readonly json: boolean;
  readonly stateDir: string | undefined;
  readonly inMemory: boolean;
  readonly env: boolean;
  readonly detach: boolean;
  readonly progress: Progress;
}

/** Reads the command line; an option nobody knows is refused with the list of those there are. */
export function readCommandLine(): StackCommand {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      env: { type: 'boolean', default: false },
      detach: { type: 'boolean', default: false },
      'in-memory': { type: 'boolean', default: false },
      state: { type: 'string' },
    },
  });
  const { json, env, detach, state, 'in-memory': inMemory } = values;
  return { json, env, detach, inMemory, stateDir: state, progress: new Progress(json) };
}

/** Runs a command's main function; a failure is one clear message and exit code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const json = process.argv.includes('--json');
    const message = error instanceof Error ? error.message : String(error);
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: message })}\n`);
    process.stderr.write(`\n${message}\n`);
    process.exitCode = 1;
  });
}
