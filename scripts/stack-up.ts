// Brings up the stores alone and prints the environment the app needs: as a table, --env (a file's lines) or --json.
import { loadDotEnv } from './local-stack/dot-env.ts';
import { asEnvFile } from './local-stack/environment.ts';
import { bringUp } from './local-stack/index.ts';
import { readCommandLine, runMain } from './local-stack/command-line.ts';

runMain(async () => {
  const { json, env, ...options } = readCommandLine();
  loadDotEnv();
  const stack = await bringUp({ ...options, callerEnvironment: process.env });
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: true, ...stack })}\n`);
    return;
  }
  if (!env) {
    for (const [name, store] of Object.entries(stack.stores)) {
      process.stderr.write(`${name.padEnd(10)} ${store.from.padEnd(12)} ${new URL(store.url).host}\n`);
    }
  }
  process.stdout.write(`${asEnvFile(stack.environment)}\n`);
});
