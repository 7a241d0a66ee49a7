// npm run keys:rotate: a new data key takes the place of the one that seals now. It may be interrupted: the job goes on from there.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { createApp as CreateApp } from '../src/create-app.ts';
import type { DataKeyRotation as DataKeyRotationFace } from '../src/platform/crypto/index.ts';
import type { loadConfig as LoadConfig } from '../src/platform/config/index.ts';
import { runMain } from './local-stack/command-line.ts';
import { projectRoot } from './local-stack/index.ts';
import { rememberedEnvironment } from './local-stack/remembered-environment.ts';

const LOOK_EVERY_MS = 5_000;
/** Every process knows the key after one minute, and every transaction of before is over after another. */
const SETTLES_AFTER_MS = 125_000;

runMain(async () => {
  const { loadConfig } = await built<{ loadConfig: typeof LoadConfig }>('../dist/platform/config/index.js');
  const { createApp } = await built<{ createApp: typeof CreateApp }>('../dist/create-app.js');
  const { DataKeyRotation } = await built<{ DataKeyRotation: typeof DataKeyRotationFace }>(
    '../dist/platform/crypto/index.js',
  );
  const app = await createApp(loadConfig({ ...environment(), JOBS: 'off', LOG_LEVEL: 'warn', METRICS_PORT: '0' }));
  try {
    await app.init();
    const rotation = app.get<DataKeyRotationFace>(DataKeyRotation, { strict: false });
    const version = await rotation.start();
    process.stdout.write(`Data key ${version} is made. In two minutes it seals, and what is kept is sealed anew.\n`);
    const settledAt = Date.now() + SETTLES_AFTER_MS;
    while (Date.now() < settledAt) await setTimeout(LOOK_EVERY_MS);
    const say = async (done: number): Promise<void> => void process.stdout.write(`  ${done} sealed anew\n`);
    await rotation.finish(say);
    process.stdout.write(`Done: nothing that is kept is sealed with an older key.\n`);
  } finally {
    await app.close();
  }
});

/** The server's own variables; on a laptop what the local stack remembers stands for what is not set. */
function environment(): NodeJS.ProcessEnv {
  if (process.env.DATABASE_URL) return process.env;
  return { ...rememberedEnvironment(join(projectRoot(), '.local'), process.env), ...process.env };
}

/** What the build made: the application as it is shipped. */
function built<T>(path: string): Promise<T> {
  return import(path) as Promise<T>;
}
