// npm run doctor: checks this machine and this stack, and says the mend for whatever is wrong. --json for machines.
import { mkdirSync } from 'node:fs';
import { examinations, type Examination } from './doctor-checks.ts';
import { readCommandLine, runMain } from './local-stack/command-line.ts';
import { loadDotEnv } from './local-stack/dot-env.ts';
import { stateFolder } from './local-stack/index.ts';
import { rememberedEnvironment } from './local-stack/remembered-environment.ts';

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly mend?: string;
}

const NAME_WIDTH = 14;
const EXAMINATION_DEADLINE_MS = 20_000;

runMain(async () => {
  const { json, stateDir: folder } = readCommandLine();
  loadDotEnv();
  const stateDir = stateFolder(folder);
  mkdirSync(stateDir, { recursive: true });
  const environment = rememberedEnvironment(stateDir, process.env);
  const findings = await Promise.all(examinations(environment, stateDir).map(examineOne));
  const ok = findings.every((finding) => finding.ok);
  process.stdout.write(json ? `${JSON.stringify({ ok, findings })}\n` : inWords(findings));
  process.exit(ok ? 0 : 1);
});

async function examineOne({ name, mend, examine }: Examination): Promise<Finding> {
  const deadline = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer')), EXAMINATION_DEADLINE_MS).unref();
  });
  try {
    return { name, ok: true, found: await Promise.race([examine(), deadline]) };
  } catch (error) {
    return { name, ok: false, found: reason(error), mend };
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${reason(error.cause)}` : '';
  return `${message}${cause}`.split('\n')[0] ?? '';
}

function inWords(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ name, ok, found, mend }) => [
    `${ok ? '✔' : '✘'} ${name.padEnd(NAME_WIDTH)} ${found}`,
    ...(mend === undefined ? [] : [`  ${''.padEnd(NAME_WIDTH)} mend: ${mend}`]),
  ]);
  const wrong = findings.filter((finding) => !finding.ok).length;
  return `${lines.join('\n')}\n\n${wrong === 0 ? 'All is well.' : `${wrong} to mend.`}\n`;
}
