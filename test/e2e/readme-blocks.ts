import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

export interface BlockRun {
  readonly status: number;
  readonly output: string;
}

const README = readFileSync('README.md', 'utf8');
const SHELL_BLOCK = /^```sh\n([\s\S]*?)^```$/gm;
const LINK = /\]\((?!\w+:)([^)#]+)[^)]*\)/g;
const NPM_SCRIPT = /npm run ([\w:]+)/g;
const DEADLINE_MS = 60_000;
/** Between two blocks, with the exit code of the first. No command prints it. */
const END = '\u0001end:';

/** The README's shell blocks, in its order. */
export const SHELL_BLOCKS: readonly string[] = matches(SHELL_BLOCK).map((block) => block.trim());

/** Those that talk to a running application. */
export const CURL_BLOCKS: readonly string[] = SHELL_BLOCKS.filter((block) => /\bcurl\b/.test(block));

/** The files that the README points to. */
export const LINKS: readonly string[] = matches(LINK);

/** The npm scripts that it names. */
export const NPM_SCRIPTS: readonly string[] = matches(NPM_SCRIPT);

/** Runs the blocks one after another in one shell, as who reads the README does, on the application at `url`. */
export async function runBlocks(blocks: readonly string[], url: string): Promise<BlockRun[]> {
  const script = blocks.map((block) => `${block}\nprintf '${END}%s\\n' "$?"`).join('\n');
  const child = spawn('bash', ['-o', 'pipefail', '-c', script.replaceAll('http://localhost:3000', url)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: DEADLINE_MS,
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const parts = output.split(END);
  return blocks.map((_block, index) => ({
    status: Number(/^\d+/.exec(parts[index + 1] ?? '')?.[0] ?? NaN),
    output: (parts[index] ?? '').replace(index === 0 ? '' : /^\d+\n/, ''),
  }));
}

function matches(pattern: RegExp): string[] {
  return [...README.matchAll(pattern)].map(([, found]) => found ?? '');
}
