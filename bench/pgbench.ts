import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findExecutable } from '../scripts/local-stack/find-executable.ts';
import type { Driven, Window } from './drive.ts';
import { percentile } from './stats.ts';
import type { Spread } from './wallets.ts';

/** Where it is, if anywhere: PGBENCH, Debian's folder, PATH. */
export function findPgbench(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [process.env.PGBENCH ?? '', ...versions.map((version) => join(debian, version, 'bin', 'pgbench'))];
  return candidates.find((file) => file !== '' && existsSync(file)) ?? findExecutable('pgbench');
}

export const PGBENCH_MISSING =
  "pgbench is not here: its rows are left out. Debian's package postgresql-15 brings it (apt-get install postgresql-15); " +
  'or name the program in PGBENCH.';

export interface PgbenchRun {
  readonly command: string;
  readonly script: 'statements' | 'call';
  readonly spread: Spread;
  readonly clients: number;
  readonly window: Window;
  readonly databaseUrl: string;
  readonly logDir: string;
  /** Transactions a second; as many as go when absent. */
  readonly perSecond?: number;
}

const THREADS = 2;
/** It must still run when the window closes. */
const TAIL_SECONDS = 1;
const [TOOK_MICROS, ENDED_SECOND, ENDED_MICROS] = [2, 4, 5]; // columns of its log

/** Runs one script, and measures what its log says of the window. Latency counts from the schedule where there is one. */
export async function runPgbench(run: PgbenchRun, onEdge: (edge: 'opened' | 'closed') => void): Promise<Driven> {
  const { warmUpSeconds, seconds } = run.window;
  rmSync(run.logDir, { recursive: true, force: true });
  mkdirSync(run.logDir, { recursive: true });
  const opensAt = Date.now() + warmUpSeconds * 1000;
  setTimeout(onEdge, warmUpSeconds * 1000, 'opened');
  setTimeout(onEdge, (warmUpSeconds + seconds) * 1000, 'closed');
  const said = await execute(run);
  const tookMs = logged(run.logDir).flatMap(([took, endedAt]) =>
    endedAt >= opensAt && endedAt < opensAt + seconds * 1000 ? [took] : [],
  );
  rmSync(run.logDir, { recursive: true, force: true });
  const sorted = Float64Array.from(tookMs).sort();
  return {
    ...{ perSecond: sorted.length / seconds, transfers: sorted.length },
    ...{ p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) },
    ...{ posted: numberIn(said, /actually processed: (\d+)/), failed: numberIn(said, /failed transactions: (\d+)/) },
  };
}

function execute(run: PgbenchRun): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(run.databaseUrl);
  const env = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGDATABASE: pathname.slice(1) };
  const args = [
    ...['--no-vacuum', '--protocol', 'prepared', '--file', `bench/pgbench/${run.script}-${run.spread}.sql`],
    ...['--client', String(run.clients), '--jobs', String(Math.min(THREADS, run.clients))],
    ...['--time', String(Math.ceil(run.window.warmUpSeconds + run.window.seconds) + TAIL_SECONDS)],
    ...['--log', '--log-prefix', join(run.logDir, 'log')],
    ...(run.perSecond === undefined ? [] : ['--rate', String(Math.round(run.perSecond))]),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(run.command, args, {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, trouble] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`pgbench ended with ${code}: ${trouble}`)),
    );
  });
}

function logged(logDir: string): [tookMs: number, endedAtMs: number][] {
  const lines = readdirSync(logDir).flatMap((file) => readFileSync(join(logDir, file), 'utf8').trimEnd().split('\n'));
  return lines.map((line) => {
    const columns = line.split(' ').map(Number);
    const endedAtMs = (columns[ENDED_SECOND] ?? 0) * 1000 + (columns[ENDED_MICROS] ?? 0) / 1000;
    return [(columns[TOOK_MICROS] ?? 0) / 1000, endedAtMs];
  });
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}
