import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Stack } from './local-stack/index.ts';
import { isRunning, startProcess, type ProcessRecord } from './local-stack/processes.ts';
import { readState, rememberProcess } from './local-stack/state.ts';
import { waitUntil } from './local-stack/wait.ts';

const READY_DEADLINE_MS = 60_000;
const PROBE_DEADLINE_MS = 3000;
const LOG_LINES_SHOWN = 30;

/** The app that an earlier start left running, if any. */
export function runningApp(stateDir: string): ProcessRecord | undefined {
  const record = readState(stateDir).processes.app;
  return isRunning(record) ? record : undefined;
}

/** Starts the built app as one process, as production would, and returns once it says that it is ready. */
export async function startApp({ stateDir, environment }: Stack): Promise<ProcessRecord> {
  const logFile = appLog(stateDir);
  const record = await startProcess({
    command: process.execPath,
    args: ['--enable-source-maps', 'dist/main.js'],
    cwd: process.cwd(),
    env: { ...process.env, ...environment },
    logFile,
  });
  rememberProcess(stateDir, 'app', record);
  const settled = await waitUntil(() => !isRunning(record) || isReady(environment.PORT), READY_DEADLINE_MS);
  if (settled && isRunning(record)) return record;
  const trouble = settled ? 'ended at once' : `was not ready after ${READY_DEADLINE_MS / 1000} s`;
  const lines = stripVTControlCharacters(readFileSync(logFile, 'utf8'))
    .trimEnd()
    .split('\n')
    .slice(-LOG_LINES_SHOWN)
    .join('\n');
  throw new Error(`The app ${trouble}. The end of ${logFile}:\n${lines}`);
}

export function appLog(stateDir: string): string {
  return join(stateDir, 'logs', 'app.log');
}

/** True when the app says that it can serve. */
export async function isReady(port: string | undefined): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
    signal: AbortSignal.timeout(PROBE_DEADLINE_MS),
  });
  await response.arrayBuffer();
  return response.status === 200;
}
