// npm run generate: the Prisma client alone.
import { generateClient } from './build-steps.ts';
import { readCommandLine, runMain } from './local-stack/command-line.ts';

runMain(() => generateClient(readCommandLine().progress));
