import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identityOf, isRunning, type ProcessRecord } from './processes.ts';
import { waitUntil } from './wait.ts';

/** Long enough for a first start, which may install packages and build. */
export const LOCK_DEADLINE_MS = 10 * 60_000;

/**
 * Runs the work while holding a lock file. A holder that died is replaced; a living one is waited for.
 * `onWait` is told the holder's pid once, when there is someone to wait for.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait: (holderPid: number) => void,
  deadlineMs = LOCK_DEADLINE_MS,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  const taken = await waitUntil(() => {
    if (tryTake(file)) return true;
    const holder = readHolder(file);
    if (holder !== undefined && isRunning(holder) && !told) onWait(holder.pid);
    told ||= holder !== undefined;
    return false;
  }, deadlineMs);
  if (!taken)
    throw new Error(`Another run holds ${file} (pid ${readHolder(file)?.pid ?? 'unknown'}); end it and try again`);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryTake(file: string): boolean {
  const holder = readHolder(file);
  if (holder !== undefined && !isRunning(holder)) removeStale(file, holder);
  const draft = `${file}.${randomUUID()}`;
  const us: ProcessRecord = { pid: process.pid, identity: identityOf(process.pid) ?? '' };
  writeFileSync(draft, JSON.stringify(us));
  try {
    linkSync(draft, file); // a link appears whole or not at all, and only where there is none yet
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the dead holder's file away; if somebody took the lock in between, gives theirs back. */
function removeStale(file: string, dead: ProcessRecord): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    const moved = readHolder(aside);
    if (moved !== undefined && moved.identity !== dead.identity) linkSync(aside, file);
  } catch {
    // Somebody else removed it first, which is what we wanted.
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}
