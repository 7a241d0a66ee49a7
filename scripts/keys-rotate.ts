// npm run keys:rotate: a new data key takes the place of the one that seals now. It may be interrupted: the job goes on from there.
import { setTimeout } from 'node:timers/promises';
import type { DataKeyRotation as DataKeyRotationFace } from '../src/platform/crypto/index.ts';
import { built, withBuiltApp } from './built-app.ts';
import { runMain } from './local-stack/command-line.ts';

const LOOK_EVERY_MS = 5_000;
/** Every process knows the key after one minute, and every transaction of before is over after another. */
const SETTLES_AFTER_MS = 125_000;

runMain(async () => {
  const { DataKeyRotation } = await built<{ DataKeyRotation: typeof DataKeyRotationFace }>(
    '../dist/platform/crypto/index.js',
  );
  await withBuiltApp(async (app) => {
    const rotation = app.get<DataKeyRotationFace>(DataKeyRotation, { strict: false });
    const version = await rotation.start();
    process.stdout.write(`Data key ${version} is made. In two minutes it seals, and what is kept is sealed anew.\n`);
    const settledAt = Date.now() + SETTLES_AFTER_MS;
    while (Date.now() < settledAt) await setTimeout(LOOK_EVERY_MS);
    const say = async (done: number): Promise<void> => void process.stdout.write(`  ${done} sealed anew\n`);
    await rotation.finish(say);
    process.stdout.write(`Done: nothing that is kept is sealed with an older key.\n`);
  });
});
