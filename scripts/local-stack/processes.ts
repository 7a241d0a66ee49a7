import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { waitUntil } from './wait.ts';

/** A process we started: a pid is reused by the system, a pid with its start time is not. */
export interface ProcessRecord {
  readonly pid: number;
  readonly identity: string;
}

export interface ProcessPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly argv0?: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly logFile: string;
}

/** Starts a process that outlives us, in a session of its own so that Ctrl-C in our terminal does not reach it. */
export function startProcess(plan: ProcessPlan): Promise<ProcessRecord> {
  mkdirSync(dirname(plan.logFile), { recursive: true });
  const log = openSync(plan.logFile, 'a');
  writeSync(log, `--- ${new Date().toISOString()} starting\n`);
  const child = spawn(plan.command, plan.args, {
    ...(plan.argv0 === undefined ? {} : { argv0: plan.argv0 }),
    ...plan.user,
    cwd: plan.cwd,
    env: plan.env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      const pid = child.pid ?? 0;
      resolve({ pid, identity: identityOf(pid) ?? 'ended' });
    });
  });
}

/** What tells a process from a later one with the same pid; undefined when it is gone (or a zombie). */
export function identityOf(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) return linuxIdentity(pid);
  const started = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return started === '' ? undefined : started;
}

export function isRunning(record: ProcessRecord | undefined): boolean {
  return record !== undefined && identityOf(record.pid) === record.identity;
}

/** Asks with each signal in turn, waiting for the end after each. True when it is gone. Never signals a pid that is not ours. */
export async function stopProcess(
  record: ProcessRecord,
  signals: readonly { readonly signal: NodeJS.Signals; readonly deadlineMs: number }[],
): Promise<boolean> {
  for (const { signal, deadlineMs } of signals) {
    if (!signalProcess(record, signal)) return true;
    // A suspended process does not act on a signal until it is continued.
    signalProcess(record, 'SIGCONT');
    if (await waitUntil(() => !isRunning(record), deadlineMs)) return true;
  }
  return !isRunning(record);
}

/** False when the process is no longer there. */
export function signalProcess(record: ProcessRecord, signal: NodeJS.Signals): boolean {
  if (!isRunning(record)) return false;
  try {
    process.kill(record.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

const START_TIME_FIELD = 19; // field 22 of proc(5), counted from the state that follows the command in parentheses

function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[START_TIME_FIELD]}`;
  } catch {
    return undefined;
  }
}
