// npm run bench: what a transfer costs, beside pgbench, a bare server and an empty handler, on stores of its own.
// Flags: --quick (two minutes, no full books), --rounds N, --seconds N (a run), --load N (transfers in the full books),
// --only PATTERN (rows by id), --write-docs (docs/benchmarks.md), --profile (CPU profiles of the servers).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../scripts/build-steps.ts';
import { prepareDatabases } from '../scripts/data-steps.ts';
import { runMain } from '../scripts/local-stack/command-line.ts';
import { bringDown, bringUp, projectRoot, type Stack } from '../scripts/local-stack/index.ts';
import { withLock } from '../scripts/local-stack/lock.ts';
import { onInterruption } from '../scripts/local-stack/interruption.ts';
import { writeJsonFile } from '../scripts/local-stack/json-file.ts';
import { discardStack } from '../scripts/local-stack/postgres-user.ts';
import { Progress } from '../scripts/local-stack/progress.ts';
import { localSecrets } from '../scripts/local-stack/secrets.ts';
import { readState } from '../scripts/local-stack/state.ts';
import { settingsOf, withClient, type Environment } from './databases.ts';
import { describeMachine, loadAverage, requireDisk } from './machine.ts';
import { PGBENCH_MISSING } from './pgbench.ts';
import { readPlan } from './plan.ts';
import { asMarkdown, grouped, type Report } from './report.ts';
import { runRounds, type Outcome } from './rounds.ts';
import { mediansOf, rowsOf } from './rows.ts';
import { judge } from './targets.ts';

const DOCS = 'docs/benchmarks.md';
/** No limits on how often; jobs where the leg says so. */
const QUIET = { RATE_LIMIT_SCALE: '1000000', JOBS: 'off', LOG_LEVEL: 'warn', DEMO: 'off', METRICS_PORT: '0' };

/** Two at once would measure each other; the second waits for the first's end. */
const PATIENCE_MS = 60 * 60_000;

const plan = readPlan();
const progress = new Progress(false);
const interruption = onInterruption();
const folder = join(projectRoot(), '.local', 'bench');
const stateDir = join(folder, 'stack');

runMain(() =>
  withLock(
    join(folder, 'bench.lock'),
    run,
    (pid) => progress.note(`Waiting for pid ${pid}, which is measuring`),
    PATIENCE_MS,
  ),
);

async function run(): Promise<void> {
  await build(progress);
  await discard(); // what a killed run left behind
  try {
    const stack = await bringUp({ stateDir, inMemory: true, progress, callerEnvironment: {} });
    const report = await Promise.race([bench(stack), interrupted()]);
    publish(report);
    if (report.broken.length > 0) process.exitCode = 1;
  } finally {
    await discard();
  }
}

async function bench(stack: Stack): Promise<Report> {
  const environment: Environment = { ...stack.environment, ...QUIET };
  const loadBefore = loadAverage();
  const settings = await settingsOf(environment.DATABASE_OWNER_URL ?? '');
  requireDisk(settings.data_directory);
  await prepareDatabases(environment, progress);
  const postgresPid = readState(stateDir).processes.postgres?.pid ?? 0;
  const outcome = await withClient(adminUrl(environment), (admin) => {
    const checkpoint = (): Promise<unknown> => admin.query('checkpoint');
    return runRounds({ environment, plan, folder, postgresPid, checkpoint, progress, interruption });
  });
  const loads = `load average ${loadBefore} before, ${loadAverage()} after`;
  const runs = `${plan.rounds} interleaved rounds, ${plan.window.seconds} s a run, medians; ${loads}`;
  return { machine: [...describeMachine(settings), runs], ...reportOf(outcome) };
}

function adminUrl({ DATABASE_OWNER_URL = '' }: Environment): string {
  const url = new URL(DATABASE_OWNER_URL);
  url.username = 'postgres';
  url.password = localSecrets(stateDir).postgresAdminPassword;
  url.pathname = '/postgres';
  return url.href;
}

function reportOf({ empty, loaded, filled, pgbench, broken, sealing }: Outcome): Omit<Report, 'machine'> {
  const full = filled && { title: `With ${grouped(filled.transfers)} transfers`, rows: rowsOf(loaded) };
  const filling =
    filled &&
    `The full books were filled through the ledger in ${(filled.seconds / 60).toFixed(1)} minutes, ` +
      `${grouped(filled.transfers / filled.seconds)} transfers a second.`;
  return {
    tables: [{ title: 'On empty books', rows: rowsOf(empty) }, ...(full ? [full] : [])],
    targets: judge({ empty: mediansOf(empty), loaded: mediansOf(loaded), filled }),
    notes: [
      'Latency counts from the moment a request was meant to be sent: at so many callers when the caller had its last answer, ' +
        'at a share of the best rate when the schedule said so.',
      'Node is the server process (of the poster row, the caller in it too); the load generator, on the same cores, is not in it.',
      'A checkpoint before every run. Requests are not logged (LOG_LEVEL=warn), and nobody is limited.',
      ...sealing.map(
        ({ sealed, waiting }) =>
          `The hash chain followed behind: ${grouped(sealed)} entries sealed, ${grouped(waiting)} waited at the end.`,
      ),
      ...(filling ? [filling] : []),
      ...(pgbench ? [] : [PGBENCH_MISSING]),
    ],
    broken,
  };
}

function publish(report: Report): void {
  const markdown = asMarkdown(report);
  process.stdout.write(`\n${markdown}`);
  writeJsonFile(join(folder, 'last.json'), report);
  if (!plan.writeDocs) return;
  writeFileSync(
    join(projectRoot(), DOCS),
    `# Benchmarks\n\nWritten by \`npm run bench -- --write-docs\`.\n\n${markdown}`,
  );
}

function interrupted(): Promise<never> {
  return new Promise((_resolve, reject) => {
    interruption.addEventListener('abort', () => reject(interruption.reason as Error), { once: true });
  });
}

async function discard(): Promise<void> {
  await bringDown(stateDir, progress);
  discardStack(projectRoot(), stateDir);
}
