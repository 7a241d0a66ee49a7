import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './local-stack/lock.ts';
import { mustRun } from './local-stack/run.ts';
import type { Progress } from './local-stack/progress.ts';

const GENERATE_DEADLINE_MS = 120_000;
const BUILD_DEADLINE_MS = 5 * 60_000;
const BUILD_LOCK = '.local/build.lock';
const STAMP = 'dist/.built-from';
const GENERATED = 'src/generated/prisma';
const GENERATED_STAMP = `${GENERATED}/.generated-from`;
const PRISMA_CLI = 'node_modules/prisma/build/index.js';
const NEST_CLI = 'node_modules/@nestjs/cli/bin/nest.js';

/** Generates the Prisma client, unless it is of this schema already. */
export function generateClient(progress: Progress): Promise<void> {
  return alone(progress, () => generate(progress));
}

/** Compiles `src` to `dist`, unless `dist` is of these sources already. Returns whether it had to. */
export function build(progress: Progress): Promise<boolean> {
  return alone(progress, async () => {
    await generate(progress);
    return compile(progress);
  });
}

function alone<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  return withLock(BUILD_LOCK, work, (pid) => progress.note(`Waiting for pid ${pid}, which is building`));
}

async function generate(progress: Progress): Promise<void> {
  const hash = contentHash(['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  if (isStamped(GENERATED_STAMP, hash)) return;
  await progress.step('Generating the Prisma client', () =>
    mustRun(process.execPath, [PRISMA_CLI, 'generate'], {
      // Generating needs no schema engine; naming one keeps Prisma from downloading it.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      deadlineMs: GENERATE_DEADLINE_MS,
    }),
  );
  writeFileSync(GENERATED_STAMP, hash);
}

async function compile(progress: Progress): Promise<boolean> {
  const sources = ['src', 'prisma', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  const hash = contentHash(sources);
  if (existsSync('dist/main.js') && isStamped(STAMP, hash)) return false;
  const options = { env: { ...process.env, NO_COLOR: '1' }, deadlineMs: BUILD_DEADLINE_MS };
  await progress.step('Building', () => mustRun(process.execPath, [NEST_CLI, 'build'], options));
  mkdirSync('dist', { recursive: true });
  writeFileSync(STAMP, hash);
  return true;
}

function isStamped(file: string, hash: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

/** One hash over the names and contents of all files under these paths, whatever their dates. */
function contentHash(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(path)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!existsSync(path) || path.startsWith('src/generated')) return [];
  const entries = readdirSyncOrFile(path);
  return entries === undefined ? [path] : entries.flatMap((name) => filesUnder(join(path, name)));
}

function readdirSyncOrFile(path: string): string[] | undefined {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}
