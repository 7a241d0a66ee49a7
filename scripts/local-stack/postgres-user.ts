import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './run.ts';

/** Who PostgreSQL runs as. It refuses root. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const OWN_USER = 'trivet-postgres';
const FALLBACK_USERS = ['postgres', 'nobody'];
const USERADD_DEADLINE_MS = 10_000;
const OWNER_ONLY = 0o700;
const OTHERS_MAY_ENTER = 0o711;

/** Undefined where we are not root and PostgreSQL simply runs as us. */
export async function postgresUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp(OWN_USER);
  if (known !== undefined) return known;
  try {
    const args = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER];
    await mustRun('useradd', args, { deadlineMs: USERADD_DEADLINE_MS });
  } catch {
    // A second start made it first, or this system has no useradd: the look-up below decides.
  }
  const user = [OWN_USER, ...FALLBACK_USERS].map(lookUp).find((found) => found !== undefined);
  if (user !== undefined) return user;
  throw new Error(
    'PostgreSQL refuses to run as root, and no other user could be found or made: run this as a normal user',
  );
}

function lookUp(name: string): SystemUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** A folder of that user's for the server's data: in the stack's own folder, or where the user can reach it. */
export function postgresHome(root: string, stateDir: string, user: SystemUser | undefined): string {
  const inside = join(stateDir, 'postgres');
  mkdirSync(inside, { recursive: true, mode: OWNER_ONLY });
  if (user === undefined) return inside;
  chownSync(inside, user.uid, user.gid);
  if (canReach(inside, user)) return inside;
  reachableFolder(root);
  const outside = outsideHome(root, stateDir);
  mkdirSync(outside, { recursive: true, mode: OWNER_ONLY });
  chownSync(outside, user.uid, user.gid);
  return outside;
}

/** The server's installation, or a copy of it where that user cannot enter the checkout. */
export function reachableBinaries(root: string, native: string, version: string, user: SystemUser | undefined): string {
  if (user === undefined || canReach(join(native, 'bin', 'postgres'), user)) return native;
  const copy = join(reachableFolder(root), `pgsql-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  renameSync(draft, copy);
  return copy;
}

/** Removes a stopped stack with all its data. */
export function discardStack(root: string, stateDir: string): void {
  rmSync(stateDir, { recursive: true, force: true });
  rmSync(outsideHome(root, stateDir), { recursive: true, force: true });
}

function canReach(path: string, user: SystemUser): boolean {
  return spawnSync('test', ['-x', path], { ...user, cwd: '/' }).status === 0;
}

function outsideHome(root: string, stateDir: string): string {
  return join(reachablePath(root), `postgres-${shortHash(stateDir)}`);
}

/** Under /var/tmp, which outlives a restart; named after the checkout, so that two of them do not meet. */
function reachablePath(root: string): string {
  return join('/var/tmp', `trivet-${shortHash(root)}`);
}

function reachableFolder(root: string): string {
  const folder = reachablePath(root);
  mkdirSync(folder, { recursive: true, mode: OTHERS_MAY_ENTER });
  const owner = lstatSync(folder);
  if (owner.isDirectory() && owner.uid === process.getuid?.()) return folder;
  throw new Error(`${folder} belongs to somebody else; remove it and start again`);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
