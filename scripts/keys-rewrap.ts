// npm run keys:rewrap: wraps every data key anew with the master key that is in use. It may be interrupted: the job goes on from there.
// npm run keys:check: says what still depends on another master key, and ends with 1 when something does.
import { parseArgs } from 'node:util';
import type { Dependence, MasterKeys as MasterKeysFace } from '../src/platform/crypto/index.ts';
import { built, withBuiltApp } from './built-app.ts';
import { runMain } from './local-stack/command-line.ts';

const OPTIONS = { check: { type: 'boolean' } } as const;

runMain(async () => {
  const { check } = parseArgs({ options: OPTIONS }).values;
  const { MasterKeys } = await built<{ MasterKeys: typeof MasterKeysFace }>('../dist/platform/crypto/index.js');
  await withBuiltApp(async (app) => {
    const masterKeys = app.get<MasterKeysFace>(MasterKeys, { strict: false });
    if (check !== true) {
      const rewrapped = await masterKeys.rewrap(() => Promise.resolve());
      process.stdout.write(`${rewrapped} data keys are wrapped anew.\n`);
    }
    const dependence = await masterKeys.dependence();
    process.stdout.write(report(dependence));
    process.exitCode = dependence.dataKeys.length === 0 && dependence.firstFormat === 0 ? 0 : 1;
  });
});

function report({ master, dataKeys, firstFormat }: Dependence): string {
  const lines = [`The master key ${master} wraps now.`];
  for (const { name, wrappedBy, retired, configured } of dataKeys) {
    const state = `${retired ? 'retired' : 'in use'}${configured ? '' : ', not configured'}`;
    lines.push(`  data key ${name} (${state}) depends on ${wrappedBy}`);
  }
  if (firstFormat > 0) {
    lines.push(
      `  ${firstFormat} values depend on the ENCRYPTION_KEY of before data keys; the job data-keys seals them anew`,
    );
  }
  if (lines.length === 1) lines.push('Nothing depends on another one.');
  return `${lines.join('\n')}\n`;
}
