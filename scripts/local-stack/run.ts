import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly argv0?: string;
  /** Ends the command early. */
  readonly signal?: AbortSignal;
  readonly deadlineMs: number;
}

export interface RunResult {
  readonly status: number;
  readonly output: string;
}

const KEPT_OUTPUT = 200_000;
const LINES_SHOWN = 60;

/** Runs a command to its end and returns its status and what it said; at the deadline it is killed. */
export function runCommand(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { deadlineMs, user, argv0, ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...rest,
      ...user,
      ...(argv0 === undefined ? {} : { argv0 }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const timer = setTimeout(() => {
      output += `\nended after ${deadlineMs / 1000} s`;
      child.kill('SIGKILL');
    }, deadlineMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ status: -1, output: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ status: code ?? -1, output });
    });
  });
}

/** As runCommand, but a failure is an error that carries the end of what was said. */
export async function mustRun(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { status, output } = await runCommand(command, args, options);
  if (status === 0) return output;
  throw new Error(
    `${[command, ...args].join(' ')} failed (${status}):\n${stripVTControlCharacters(output).trim().split('\n').slice(-LINES_SHOWN).join('\n')}`,
  );
}
