// npm start: stores, build, migrations, tables, demo and app, then a table of what is where. Ctrl-C ends what it started.
import { join } from 'node:path';
import { appLog, runningApp, startApp } from './app-process.ts';
import { build } from './build-steps.ts';
import { lastSeed, prepareDatabases, seedDemo } from './data-steps.ts';
import { readCommandLine, runMain, type StackCommand } from './local-stack/command-line.ts';
import { loadDotEnv } from './local-stack/dot-env.ts';
import { onInterruption } from './local-stack/interruption.ts';
import { withLock } from './local-stack/lock.ts';
import { bringDown, bringUp, type Stack, wasStopped } from './local-stack/index.ts';
import { isRunning, type ProcessRecord } from './local-stack/processes.ts';
import type { StoreName } from './local-stack/state.ts';
import { waitUntil } from './local-stack/wait.ts';
import { welcome } from './welcome.ts';

const ONE_DAY_MS = 86_400_000;

runMain(async () => {
  const command = readCommandLine();
  loadDotEnv();
  const signal = onInterruption();
  const stack = await bringUp({ ...command, callerEnvironment: process.env });
  let leaveRunning = false;
  try {
    const app = await oneStartAtATime(stack, command, () => startUnlessRunning(stack, command, signal));
    leaveRunning = command.detach || app === undefined;
    if (app !== undefined && !leaveRunning) leaveRunning = await untilEnded(app, stack, command, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (!leaveRunning) await bringDown(stack.stateDir, command.progress, startedHere(stack));
  }
});

function oneStartAtATime<T>({ stateDir }: Stack, { progress }: StackCommand, work: () => Promise<T>): Promise<T> {
  return withLock(join(stateDir, 'start.lock'), work, (pid) =>
    progress.note(`Waiting for pid ${pid}, which is starting too`),
  );
}

/** Undefined where the app was running already. */
async function startUnlessRunning(
  stack: Stack,
  command: StackCommand,
  signal: AbortSignal,
): Promise<ProcessRecord | undefined> {
  const running = runningApp(stack.stateDir);
  if (running === undefined) return prepareAndStart(stack, command, signal);
  print(command, stack, `Trivet is already running (pid ${running.pid}).`);
  return undefined;
}

async function prepareAndStart(stack: Stack, command: StackCommand, signal: AbortSignal): Promise<ProcessRecord> {
  const { progress } = command;
  const { environment } = stack;
  await build(progress);
  signal.throwIfAborted();
  await prepareDatabases(environment, progress);
  if (environment.DEMO !== 'off') await seedDemo(stack, progress);
  signal.throwIfAborted();
  const app = await progress.step('Starting Trivet', () => startApp(stack));
  print(command, stack, `Trivet is running (pid ${app.pid}).`);
  return app;
}

/** Whether somebody else ended it on purpose, who then ended the stores too. Throws where it ended by itself. */
async function untilEnded(
  app: ProcessRecord,
  stack: Stack,
  { progress }: StackCommand,
  signal: AbortSignal,
): Promise<boolean> {
  progress.note('  Ctrl-C ends it.');
  let ended = false;
  while (!ended) ended = await waitUntil(() => signal.aborted || !isRunning(app), ONE_DAY_MS);
  if (signal.aborted) return false;
  if (!(await wasStopped(stack.stateDir, app, progress)))
    throw new Error(`The app ended by itself; its log is ${appLog(stack.stateDir)}`);
  progress.note('Trivet was stopped by npm run stack:stop.');
  return true;
}

/** What this run started and therefore ends; stores that were running before are somebody else's. */
function startedHere(stack: Stack): (StoreName | 'app')[] {
  const stores = Object.entries(stack.stores).filter(([, store]) => store.from === 'started');
  return ['app', ...stores.map(([name]) => name as StoreName)];
}

function print(command: StackCommand, stack: Stack, headline: string): void {
  const seeded = lastSeed(stack.stateDir);
  const { PORT, METRICS_PORT } = stack.environment;
  if (command.json) {
    const urls = { api: `http://localhost:${PORT}`, metrics: `http://localhost:${METRICS_PORT}/metrics` };
    process.stdout.write(`${JSON.stringify({ ok: true, headline, urls, stores: stack.stores, seed: seeded })}\n`);
    return;
  }
  process.stdout.write(welcome(stack, headline, seeded));
}
