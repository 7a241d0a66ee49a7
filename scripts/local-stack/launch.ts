import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { choosePort } from './ports.ts';
import { isRunning, signalProcess, startProcess, stopProcess, type ProcessPlan } from './processes.ts';
import { readState, rememberPort, rememberProcess } from './state.ts';
import type { StackContext, StoreKind } from './store.ts';
import { waitUntil } from './wait.ts';

const START_DEADLINE_MS = 60_000;
const ANSWER_DEADLINE_MS = 15_000;
/** A start fails when the port was taken a moment ago, or while a killed server's last children are still ending. */
const START_ATTEMPTS = 5;
const RETRY_MS = 500;
const LOG_LINES_SHOWN = 15;

export interface RunningStore {
  readonly port: number;
  /** False where it was running before. */
  readonly started: boolean;
}

/** The store that an earlier run left running, or a fresh one. */
export async function findOrLaunch(kind: StoreKind, context: StackContext): Promise<RunningStore> {
  const running = await findRunning(kind, context);
  if (running !== undefined) {
    await kind.furnish?.(running, context); // in case the run that started it was killed before it could
    return { port: running, started: false };
  }
  const plan = await kind.prepare(context);
  return context.progress.step(`Starting ${kind.label}`, async () => {
    const port = await launch(kind, context, plan);
    await kind.furnish?.(port, context);
    return { port, started: true };
  });
}

async function findRunning(kind: StoreKind, context: StackContext): Promise<number | undefined> {
  const { ports, processes } = readState(context.stateDir);
  const port = ports[kind.name];
  const record = processes[kind.name];
  if (port === undefined || record === undefined || !isRunning(record)) return undefined;
  signalProcess(record, 'SIGCONT'); // in case somebody suspended it
  const answers = await waitUntil(() => kind.isReady(port, context), ANSWER_DEADLINE_MS);
  if (answers) return port;
  context.progress.note(`${kind.label} (pid ${record.pid}) runs but does not answer: starting it again`);
  await stopProcess(record, kind.stopSignals);
  return undefined;
}

async function launch(kind: StoreKind, context: StackContext, plan: (port: number) => ProcessPlan): Promise<number> {
  const { stateDir } = context;
  let trouble = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const fallback = context.inMemory ? undefined : kind.defaultPort;
    const port = await choosePort([readState(stateDir).ports[kind.name], fallback]);
    const processPlan = plan(port);
    const record = await startProcess(processPlan);
    rememberPort(stateDir, kind.name, port);
    rememberProcess(stateDir, kind.name, record);
    let lastError = 'no answer';
    const settled = await waitUntil(async () => {
      if (!isRunning(record)) return true;
      return kind.isReady(port, context).catch((error: Error) => {
        lastError = error.message;
        return false;
      });
    }, START_DEADLINE_MS);
    if (settled && isRunning(record)) return port;
    trouble = `${settled ? 'it ended' : lastError}; the end of ${processPlan.logFile}:\n${tail(processPlan.logFile)}`;
    await stopProcess(record, kind.stopSignals);
    if (!settled) break;
    await delay(RETRY_MS);
  }
  throw new Error(`${kind.label} did not start: ${trouble}`);
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
}
