// npm run build: the Prisma client and dist/, where they are stale.
import { build } from './build-steps.ts';
import { readCommandLine, runMain } from './local-stack/command-line.ts';

runMain(async () => {
  const built = await build(readCommandLine().progress);
  process.stdout.write(built ? 'Built dist/.\n' : 'dist/ is up to date.\n');
});
