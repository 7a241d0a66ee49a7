import { findExecutable } from './find-executable.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run.ts';

const APT_DEADLINE_MS = 5 * 60_000;
const SUDO_DEADLINE_MS = 5000;
const LOCK_SECONDS = 120;

let listsAreFresh = false;
/** Two stores may need a package at the same time; apt does one thing at a time. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Installs the first of the alternatives that Debian has, where we may: as root, or with sudo that asks nothing.
 * Returns why it did not, or undefined when it did.
 */
export function aptInstall(alternatives: readonly string[], progress: Progress): Promise<string | undefined> {
  const ours = turn.then(() => installFirst(alternatives, progress));
  turn = ours.catch(() => undefined);
  return ours;
}

async function installFirst(alternatives: readonly string[], progress: Progress): Promise<string | undefined> {
  if (findExecutable('apt-get') === undefined) return 'this system has no apt-get';
  const asRoot = await rootPrefix();
  if (asRoot === undefined) return 'installing needs root, or sudo without a password';
  let reason = '';
  for (const name of alternatives) {
    progress.note(`Installing the Debian package ${name} (apt-get install --no-install-recommends ${name})`);
    if (!listsAreFresh) listsAreFresh = (await apt(asRoot, ['update'])) === undefined;
    const failure = await progress.step(`apt-get install ${name}`, () =>
      apt(asRoot, ['install', '--yes', '--no-install-recommends', name]),
    );
    if (failure === undefined) return undefined;
    reason = `apt-get install ${name} failed: ${failure}`;
  }
  return reason;
}

async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  if (findExecutable('sudo') === undefined) return undefined;
  const { status } = await runCommand('sudo', ['-n', 'true'], { deadlineMs: SUDO_DEADLINE_MS });
  return status === 0 ? ['sudo', '-n'] : undefined;
}

async function apt(prefix: readonly string[], args: readonly string[]): Promise<string | undefined> {
  // RUNLEVEL=1 keeps a package from starting a service of its own on its default port.
  const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get'];
  const [command = 'env', ...rest] = [...words, '-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`, ...args];
  const { status, output } = await runCommand(command, rest, { deadlineMs: APT_DEADLINE_MS });
  return status === 0 ? undefined : output.trim().split('\n').slice(-3).join(' ');
}
