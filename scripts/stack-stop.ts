// Ends what npm start and stack:up started here, and nothing else; the data stays.
import { bringDown, stateFolder } from './local-stack/index.ts';
import { readCommandLine, runMain } from './local-stack/command-line.ts';

runMain(async () => {
  const { json, stateDir, progress } = readCommandLine();
  const ended = await bringDown(stateFolder(stateDir), progress);
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: true, ended })}\n`);
    return;
  }
  process.stdout.write(
    ended.length === 0 ? 'Nothing of ours was running.\n' : `Stopped ${ended.join(', ')}; the data stays.\n`,
  );
});
