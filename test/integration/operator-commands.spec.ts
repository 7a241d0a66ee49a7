import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { guardedAccount } from '../e2e/guarded-account.ts';
import { IdentityClient, newEmail, PASSWORD } from '../e2e/identity-client.ts';
import { eventually } from '../faults/eventually.ts';
import { AppProcess } from '../support/app-process.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';

jest.setTimeout(120_000);

const COMMAND_MS = 60_000;
const FELT_MS = 10_000;

// Real: the built application, as an operator runs it beside the one that serves.
describe('at the command line, an operator', () => {
  let test: TestApp;
  let client: IdentityClient;
  const clock = new TestClock();

  beforeAll(async () => {
    await AppProcess.build();
    test = await startTestApp({ clock });
    client = new IdentityClient(test.app);
  });
  afterAll(() => test.close());

  async function run(script: string, ...words: readonly string[]): Promise<{ code: number; said: string }> {
    const options = { env: test.environment as NodeJS.ProcessEnv, timeout: COMMAND_MS };
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [`scripts/${script}.ts`, ...words], options);
      return { code: 0, said: stdout };
    } catch (error) {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, said: stderr };
    }
  }

  it('removes the authenticator of who lost it, and of nobody for no reason', async () => {
    const ada = await guardedAccount(test, clock, client);
    expect(await run('admin-remove-authenticator', ada.user.email)).toMatchObject({ code: 1 });
    expect(await client.login(ada.user.email)).toMatchObject({ status: 401, body: { code: 'mfa_required' } });
    const removed = await run('admin-remove-authenticator', ada.user.email, 'Seen', 'with a passport');
    expect([removed.code, removed.said.includes(ada.user.email)]).toEqual([0, true]);
    expect((await client.login(ada.user.email)).status).toBe(200);
    expect(await run('admin-remove-authenticator', newEmail(), 'Nobody')).toMatchObject({ code: 1 });
  });

  it('gives an account back by its address, and the serving process feels it', async () => {
    const { user, tokens } = await client.register();
    const email = newEmail();
    for (const words of [[user.email], [user.email, 'no address', 'Because'], [user.email, email]])
      expect((await run('admin-change-email', ...words)).code).toBe(1);
    expect((await run('admin-change-email', user.email, email, 'Seen with a passport')).code).toBe(0);
    const isOver = async () => (await client.me(tokens.accessToken)).status === 401;
    await eventually('the session is over', FELT_MS, isOver);
    expect((await client.login(user.email)).status).toBe(401);
    expect((await client.login(email, PASSWORD)).body.user.id).toBe(user.id);
  });
});
