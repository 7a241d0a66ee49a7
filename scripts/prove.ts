// npm run prove: what the tests show with small numbers, shown with great ones, on stores of its own. Names of proofs, or all.
import { join } from 'node:path';
import { build } from './build-steps.ts';
import { prepareDatabases } from './data-steps.ts';
import { runMain } from './local-stack/command-line.ts';
import { onInterruption } from './local-stack/interruption.ts';
import { bringDown, bringUp, projectRoot } from './local-stack/index.ts';
import { readJsonFile } from './local-stack/json-file.ts';
import { discardStack } from './local-stack/postgres-user.ts';
import { Progress } from './local-stack/progress.ts';
import { asTable, chosenProofs, type Proof, type Proved } from './proofs.ts';
import { runJest } from './run-jest.ts';

/** 10,000 sequences of commands take most of an hour on a small machine. */
const PROOF_DEADLINE_MS = 4 * 3_600_000;
const progress = new Progress(false);
const interruption = onInterruption();
const stateDir = join(projectRoot(), '.local', 'prove');

runMain(async () => {
  const proofs = chosenProofs(process.argv.slice(2));
  await build(progress);
  await discard(); // what a killed run left behind
  try {
    const { environment } = await bringUp({ stateDir, inMemory: true, progress, callerEnvironment: {} });
    await prepareDatabases(environment, progress);
    const proved: Proved[] = [];
    for (const proof of proofs) proved.push(await prove(proof, environment));
    process.stdout.write(`\n${asTable(proved)}`);
    process.exitCode = proved.every(({ holds }) => holds) ? 0 : 1;
  } finally {
    await discard();
  }
});

async function prove(proof: Proof, stores: Readonly<Record<string, string>>): Promise<Proved> {
  interruption.throwIfAborted();
  progress.note(`\n${proof.name}: ${proof.claim}`);
  const startedMs = performance.now();
  const file = join(stateDir, `${proof.name}.json`);
  const quiet = { NODE_ENV: 'test', PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'silent', JOBS: 'off', PROOF_FILE: file };
  // The caller's variables win, so that one can ask for other numbers, or for the same seed again.
  const chosen = { ...proof.environment, ...chosenByCaller(proof) };
  const environment = { ...stores, ...quiet, ...chosen };
  const limits = { signal: interruption, deadlineMs: PROOF_DEADLINE_MS };
  const outcome = await runJest([proof.spec], environment, join(stateDir, 'jest.json'), limits);
  return {
    proof,
    holds: outcome.failed === 0 && outcome.passed > 0,
    seconds: (performance.now() - startedMs) / 1000,
    numbers: readJsonFile<Record<string, number>>(file) ?? chosen,
  };
}

function chosenByCaller({ environment }: Proof): Record<string, string> {
  const chosen = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(chosen.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function discard(): Promise<void> {
  await bringDown(stateDir, progress);
  discardStack(projectRoot(), stateDir);
}
