import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall } from './apt.ts';
import { findExecutable } from './find-executable.ts';
import { withLock } from './lock.ts';
import { mustRun, runCommand } from './run.ts';
import { cannotRun, type StackContext, type StoreKind } from './store.ts';

/** The npm package that carries AWS's own DynamoDB Local. Its licence allows local use, not redistribution: never commit it. */
const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';
const PACKAGE_SHA512 = 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const FETCH_DEADLINE_MS = 5 * 60_000;
const UNPACK_DEADLINE_MS = 60_000;
const JAVA_VERSION_DEADLINE_MS = 20_000;
const OLDEST_JAVA = 11;
const PROBE_DEADLINE_MS = 2000;
const NAMES = { label: 'DynamoDB Local', variable: 'DYNAMODB_ENDPOINT' } as const;

export const dynamodb: StoreKind = {
  ...NAMES,
  name: 'dynamodb',
  defaultPort: 18_000,
  stopSignals: [
    { signal: 'SIGTERM', deadlineMs: 10_000 },
    { signal: 'SIGKILL', deadlineMs: 5000 },
  ],

  async prepare(context) {
    const java = await findJava(context);
    const emulator = await fetchEmulator(context);
    const dataDir = join(context.stateDir, 'dynamodb');
    mkdirSync(dataDir, { recursive: true });
    const storage = context.inMemory ? ['-inMemory'] : ['-dbPath', dataDir];
    return (port) => ({
      command: java,
      args: [
        '-Xmx512m',
        `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
        '-jar',
        join(emulator, 'DynamoDBLocal.jar'),
        ...['-port', String(port), '-sharedDb', ...storage],
      ],
      cwd: dataDir,
      env: process.env,
      logFile: join(context.stateDir, 'logs', 'dynamodb.log'),
    });
  },

  url: (port) => `http://127.0.0.1:${port}`,

  async isReady(port) {
    // Any answer will do: without a signature the emulator refuses, which only a living one can.
    const response = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(PROBE_DEADLINE_MS) });
    await response.arrayBuffer();
    return true;
  },
};

/** The Java to run it with, and its major version; undefined where there is none. */
export async function installedJava(): Promise<{ readonly command: string; readonly major: number } | undefined> {
  const home = process.env.JAVA_HOME;
  const inHome = home === undefined ? undefined : join(home, 'bin', 'java');
  const command = inHome !== undefined && existsSync(inHome) ? inHome : findExecutable('java');
  if (command === undefined) return undefined;
  const { status, output } = await runCommand(command, ['-version'], { deadlineMs: JAVA_VERSION_DEADLINE_MS });
  const version = /version "(?:1\.)?(\d+)/.exec(output)?.[1];
  return status === 0 && version !== undefined ? { command, major: Number(version) } : undefined;
}

async function findJava(context: StackContext): Promise<string> {
  const found = await installedJava();
  if (found !== undefined && found.major >= OLDEST_JAVA) return found.command;
  const reason = await aptInstall(['openjdk-17-jre-headless', 'default-jre-headless'], context.progress);
  const installed = await installedJava();
  if (installed !== undefined && installed.major >= OLDEST_JAVA) return installed.command;
  throw cannotRun(NAMES, `install Java ${OLDEST_JAVA} or later`, reason ?? 'no recent Java was found');
}

/** The emulator's folder; fetched once for all stacks of this checkout, checked against the hash above. */
function fetchEmulator({ root, progress }: StackContext): Promise<string> {
  const cacheDir = join(root, '.local', 'cache');
  const emulator = join(cacheDir, PACKAGE);
  const fetchOnce = async (): Promise<string> => {
    if (existsSync(emulator)) return emulator;
    const draft = join(cacheDir, `draft-${randomUUID()}`);
    mkdirSync(draft, { recursive: true });
    try {
      await progress.step(`Fetching DynamoDB Local (npm pack ${PACKAGE}, 57 MB, once)`, () => fetchInto(draft, root));
      renameSync(join(draft, 'package', 'emulator'), emulator);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return emulator;
  };
  if (existsSync(emulator)) return Promise.resolve(emulator);
  return withLock(join(cacheDir, 'fetch.lock'), fetchOnce, (pid) =>
    progress.note(`Waiting for pid ${pid}, which is fetching DynamoDB Local`),
  );
}

async function fetchInto(folder: string, root: string): Promise<void> {
  const args = ['pack', PACKAGE, '--ignore-scripts', '--silent', '--pack-destination', folder];
  await mustRun('npm', args, { cwd: root, deadlineMs: FETCH_DEADLINE_MS });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm pack ${PACKAGE} left no archive`);
  const file = join(folder, archive);
  const sha512 = createHash('sha512').update(readFileSync(file)).digest('base64');
  if (sha512 !== PACKAGE_SHA512) throw new Error(`${PACKAGE} is not the package we know: its sha512 is ${sha512}`);
  await mustRun('tar', ['-xzf', file, '-C', folder, 'package/emulator'], { deadlineMs: UNPACK_DEADLINE_MS });
}
