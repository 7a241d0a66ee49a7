import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';

// Real: the scripts behind `npm start`, `npm run demo` and `npm run stack:stop`, on a stack of their own.

const DEADLINE_MS = 300_000;
const STATE = `.local/first-command-${process.pid}`;
const OF_THE_TEST_STACK =
  /^(DATABASE_|DYNAMODB_|REDIS_|JWT_|SIGNING_|ENCRYPTION_|NODE_ENV|NODE_OPTIONS|HOST|PORT|METRICS_PORT|JOBS|DEMO|LOG_LEVEL|RATE_LIMIT)/;

// What a new user's shell has: none of what this test run was given.
const shell = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_TEST_STACK.test(name)));

async function run(script: string, words: readonly string[], more: Record<string, string> = {}): Promise<string> {
  const options = { env: { ...shell, ...more }, timeout: DEADLINE_MS };
  const { stdout } = await promisify(execFile)(process.execPath, [`scripts/${script}.ts`, ...words], options);
  return stdout;
}

describe('the README’s first command', () => {
  afterAll(async () => {
    await run('stack-stop', ['--state', STATE]);
    rmSync(STATE, { recursive: true, force: true });
  }, DEADLINE_MS);

  it(
    'brings everything up with the demo’s data, where the demo passes twice',
    async () => {
      const said = await run('start', ['--detach', '--json', '--in-memory', '--state', STATE]);
      const { urls, seed } = JSON.parse(said) as { urls: { api: string }; seed: string };
      expect(seed).toContain('alice@trivet.example');
      for (const _time of ['once', 'twice']) {
        expect(await run('demo', [], { TRIVET_URL: urls.api })).toContain('Every number is right.');
      }
    },
    DEADLINE_MS,
  );
});
