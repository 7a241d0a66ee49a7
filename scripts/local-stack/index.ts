import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join, resolve } from 'node:path';
import { dynamodb } from './dynamodb.ts';
import { appEnvironment, appPorts, type AppEnvironment, type StoreUrls } from './environment.ts';
import { findOrLaunch } from './launch.ts';
import { withLock } from './lock.ts';
import { postgres } from './postgres.ts';
import { isRunning, stopProcess, type ProcessRecord } from './processes.ts';
import type { Progress } from './progress.ts';
import { redis } from './redis.ts';
import { localSecrets } from './secrets.ts';
import { readState, rememberProcess, type StoreName } from './state.ts';
import type { StackContext, StoreKind } from './store.ts';

export interface StackOptions {
  /** Where this stack keeps everything; `.local` of the checkout unless told. */
  readonly stateDir?: string;
  readonly inMemory: boolean;
  readonly progress: Progress;
  /** Where the user's own stores are named, and whatever else should keep the caller's value. */
  readonly callerEnvironment: NodeJS.ProcessEnv;
}

export interface Stack {
  readonly stateDir: string;
  readonly environment: AppEnvironment;
  readonly stores: Readonly<
    Record<
      StoreName,
      { readonly url: string; readonly ownerUrl?: string; readonly from: 'environment' | 'running' | 'started' }
    >
  >;
}

const KINDS: readonly StoreKind[] = [postgres, dynamodb, redis];
const PROBE_DEADLINE_MS = 5000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgresql:': 5432,
  'postgres:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
};
const APP_STOP = [
  { signal: 'SIGTERM', deadlineMs: 20_000 },
  { signal: 'SIGKILL', deadlineMs: 5000 },
] as const;

/** The checkout: npm runs every script from there. */
export function projectRoot(): string {
  const root = process.cwd();
  const file = join(root, 'package.json');
  const name = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name : undefined;
  if (name !== 'trivet') throw new Error(`Run this from the checkout's folder: ${root} is not it`);
  return root;
}

export function stateFolder(stateDir?: string): string {
  return resolve(projectRoot(), stateDir ?? '.local');
}

/** Brings up the three stores: the user's own where named, else the ones already running, else fresh ones. */
export async function bringUp(options: StackOptions): Promise<Stack> {
  const stateDir = stateFolder(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  return withStackLock(stateDir, options.progress, () => bringUpAlone(stateDir, options));
}

async function bringUpAlone(stateDir: string, options: StackOptions): Promise<Stack> {
  const { inMemory, progress, callerEnvironment } = options;
  const secrets = localSecrets(stateDir);
  const context: StackContext = { root: projectRoot(), stateDir, inMemory, secrets, progress };
  const [postgresStore, dynamodbStore, redisStore] = await allOrFirstError([
    bringUpOne(postgres, context, callerEnvironment),
    bringUpOne(dynamodb, context, callerEnvironment),
    bringUpOne(redis, context, callerEnvironment),
  ]);
  const all = { postgres: postgresStore, dynamodb: dynamodbStore, redis: redisStore };
  const urls: StoreUrls = {
    databaseUrl: all.postgres.url,
    databaseOwnerUrl: all.postgres.ownerUrl ?? all.postgres.url,
    dynamodbEndpoint: all.dynamodb.url,
    redisUrl: all.redis.url,
  };
  const ports = await appPorts(stateDir, isRunning(readState(stateDir).processes.app));
  return { stateDir, environment: appEnvironment(urls, secrets, ports, callerEnvironment), stores: all };
}

/** As Promise.all, but a failure waits for the others, so that nothing is still being started when the lock is let go. */
async function allOrFirstError<T extends readonly Promise<unknown>[]>(
  works: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

async function bringUpOne(
  kind: StoreKind,
  context: StackContext,
  callerEnvironment: NodeJS.ProcessEnv,
): Promise<Stack['stores'][StoreName]> {
  const given = callerEnvironment[kind.variable];
  if (given !== undefined && given !== '') {
    await mustAnswer(kind, given);
    return {
      url: given,
      from: 'environment',
      ...withOwner(kind.ownerUrl && (callerEnvironment.DATABASE_OWNER_URL || given)),
    };
  }
  const { port, started } = await findOrLaunch(kind, context);
  const url = kind.url(port, context.secrets);
  return { url, from: started ? 'started' : 'running', ...withOwner(kind.ownerUrl?.(port, context.secrets)) };
}

function withOwner(ownerUrl: string | undefined): { readonly ownerUrl?: string } {
  return ownerUrl === undefined ? {} : { ownerUrl };
}

/** Ends what this stack started, the app first, and nothing else. Returns what was ended. */
export async function bringDown(
  stateDir: string,
  progress: Progress,
  only: readonly (StoreName | 'app')[] = ['app', 'postgres', 'dynamodb', 'redis'],
): Promise<string[]> {
  if (!existsSync(stateDir)) return [];
  return withStackLock(stateDir, progress, async () => {
    const ended: string[] = [];
    const app = await endOne(stateDir, progress, { name: 'app', label: 'Trivet', stopSignals: APP_STOP }, only);
    if (app !== undefined) ended.push(app);
    const stores = await Promise.all(KINDS.map((kind) => endOne(stateDir, progress, kind, only)));
    return [...ended, ...stores.filter((label) => label !== undefined)];
  });
}

/** Whether an app that is gone was ended by `bringDown`, which forgets what it ended before it lets go of the lock. */
export function wasStopped(stateDir: string, app: ProcessRecord, progress: Progress): Promise<boolean> {
  return withStackLock(stateDir, progress, async () => {
    const remembered = readState(stateDir).processes.app;
    return Promise.resolve(remembered?.pid !== app.pid || remembered.identity !== app.identity);
  });
}

async function endOne(
  stateDir: string,
  progress: Progress,
  what: Pick<StoreKind, 'label' | 'stopSignals'> & { readonly name: StoreName | 'app' },
  only: readonly (StoreName | 'app')[],
): Promise<string | undefined> {
  const record = readState(stateDir).processes[what.name];
  if (record === undefined || !only.includes(what.name)) return undefined;
  const wasRunning = isRunning(record);
  if (wasRunning) {
    const gone = await progress.step(`Stopping ${what.label}`, () => stopProcess(record, what.stopSignals));
    if (!gone) throw new Error(`${what.label} (pid ${record.pid}) did not end`);
  }
  rememberProcess(stateDir, what.name, undefined);
  return wasRunning ? what.label : undefined;
}

function withStackLock<T>(stateDir: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  return withLock(join(stateDir, 'stack.lock'), work, (pid) =>
    progress.note(`Waiting for pid ${pid}, which is starting or stopping the same stack`),
  );
}

/** A store of the user's own is used as it is; one that cannot be reached is said now rather than by the app. */
async function mustAnswer(kind: StoreKind, url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const target = {
    host: hostname,
    port: Number(port) || (DEFAULT_PORTS[protocol] ?? (protocol === 'https:' ? 443 : 80)),
  };
  const reached = await new Promise<boolean>((done) => {
    const socket = createConnection(target, () => done(true));
    socket.setTimeout(PROBE_DEADLINE_MS, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
  if (reached) return;
  throw new Error(
    `${kind.variable} names ${target.host}:${target.port}, where nothing answers; start it or unset ${kind.variable}`,
  );
}
