// npm test: every static check and every test, on stores of its own, which it ends. Flag: --only-jest; the rest goes to Jest.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateClient } from './build-steps.ts';
import { runChecks, staticChecks } from './checks.ts';
import { prepareDatabases } from './data-steps.ts';
import { runMain } from './local-stack/command-line.ts';
import { onInterruption } from './local-stack/interruption.ts';
import { bringDown, bringUp, projectRoot, type Stack } from './local-stack/index.ts';
import { readJsonFile, writeJsonFile } from './local-stack/json-file.ts';
import { discardStack } from './local-stack/postgres-user.ts';
import { identityOf, isRunning, type ProcessRecord } from './local-stack/processes.ts';
import { Progress } from './local-stack/progress.ts';
import { runJest, type JestOutcome } from './run-jest.ts';

const TESTS_DIR = '.local/test';
const JEST_DEADLINE_MS = 40 * 60_000;
const OWNER_FILE = 'owner.json';
const progress = new Progress(false);
const interruption = onInterruption();

runMain(async () => {
  const words = process.argv.slice(2);
  const onlyJest = words.includes('--only-jest');
  await generateClient(progress);
  const checks = onlyJest ? [] : staticChecks(progress, interruption);
  const failedChecks = await runChecks(checks, progress);
  const outcome = await testOnStoresOfItsOwn(words.filter((word) => word !== '--only-jest'));
  report(outcome, failedChecks);
  const failed = outcome.failed + failedChecks.length;
  process.stdout.write(`${outcome.passed + checks.length - failedChecks.length} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
});

/** Each run has a folder of its own, so that two at once do not meet; what a killed run left behind is ended first. */
async function testOnStoresOfItsOwn(jestArgs: readonly string[]): Promise<JestOutcome> {
  await sweep();
  const stateDir = join(projectRoot(), TESTS_DIR, String(process.pid));
  writeJsonFile(join(stateDir, OWNER_FILE), { pid: process.pid, identity: identityOf(process.pid) });
  try {
    const stack = await bringUp({ stateDir, inMemory: true, progress, callerEnvironment: namedTestStores() });
    const environment = testEnvironment(stack);
    await prepareDatabases(environment, progress);
    interruption.throwIfAborted();
    const limits = { signal: interruption, deadlineMs: JEST_DEADLINE_MS };
    return await runJest(jestArgs, environment, join(stateDir, 'jest.json'), limits);
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1, skipped: 0, slowest: [] };
  } finally {
    await discard(stateDir);
  }
}

/** Stores of the user's own are used for tests only where they are named for tests: a test run may empty them. */
function namedTestStores(): NodeJS.ProcessEnv {
  const { TEST_DATABASE_URL, TEST_DYNAMODB_ENDPOINT, TEST_REDIS_URL } = process.env;
  // Of the owner of databases: every test makes its own, and the login that the application has there.
  return { DATABASE_URL: TEST_DATABASE_URL, DYNAMODB_ENDPOINT: TEST_DYNAMODB_ENDPOINT, REDIS_URL: TEST_REDIS_URL };
}

function testEnvironment({ environment }: Stack): Record<string, string> {
  return { ...environment, NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'silent', JOBS: 'off' };
}

async function sweep(): Promise<void> {
  const folder = join(projectRoot(), TESTS_DIR);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const owner = readJsonFile<ProcessRecord>(join(folder, name, OWNER_FILE));
    if (!isRunning(owner)) await discard(join(folder, name));
  }
}

async function discard(stateDir: string): Promise<void> {
  await bringDown(stateDir, progress);
  discardStack(projectRoot(), stateDir);
}

function report({ slowest, skipped }: JestOutcome, failedChecks: readonly string[]): void {
  const lines = slowest.map(({ name, durationMs }) => `  ${(durationMs / 1000).toFixed(2).padStart(7)} s  ${name}`);
  if (lines.length > 0) process.stdout.write(`\nSlowest tests:\n${lines.join('\n')}\n`);
  if (failedChecks.length > 0) process.stdout.write(`\nChecks that failed: ${failedChecks.join(', ')}\n`);
  if (skipped > 0) process.stdout.write(`\n${skipped} skipped\n`);
}
