import { NewPasswords } from '../../src/modules/passwords/new-passwords.ts';
import { Users } from '../../src/modules/users/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { IdentityClient, type Tokens } from './identity-client.ts';
import { NEW_PASSWORD, passwordCalls } from './password-calls.ts';

let test: TestApp;
let client: IdentityClient;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(() => {
  client = new IdentityClient(test.app);
});

const { tokenFor, reset, change } = passwordCalls(
  () => test,
  () => client,
);

describe('tokens that were mailed to choose a new password', () => {
  it('choose nothing once a password was chosen, or changed in person, or every session was ended', async () => {
    const chooses = async (email: string) => {
      expect((await reset(await tokenFor(email))).status).toBe(200);
    };
    const changes = async (_email: string, { accessToken }: Tokens) => {
      expect((await change(accessToken)).status).toBe(200);
    };
    const signsOut = async (_email: string, { accessToken }: Tokens) => {
      expect((await client.call('DELETE', '/auth/sessions', { token: accessToken })).status).toBe(204);
    };
    for (const owner of [chooses, changes, signsOut]) {
      const { user, tokens } = await client.register();
      const stolen = await tokenFor(user.email);
      await owner(user.email, tokens);
      expect(await reset(stolen, 'Of-a-thief-1')).toMatchObject({
        status: 422,
        body: { code: 'reset_token_invalid' },
      });
      expect((await client.login(user.email, 'Of-a-thief-1')).status).toBe(401);
    }
  });

  it('choose once, when two are sent at the same moment', async () => {
    const { user } = await client.register();
    const tokens = [await tokenFor(user.email), await tokenFor(user.email)];
    expect(new Set(tokens).size).toBe(2);
    const answers = await Promise.all(tokens.map((token, at) => reset(token, `${NEW_PASSWORD}-${at}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const logins = [0, 1].map((at) => client.login(user.email, `${NEW_PASSWORD}-${at}`));
    expect((await Promise.all(logins)).map(({ status }) => status)).toEqual(
      answers.map(({ status }) => (status === 200 ? 200 : 401)),
    );
  });

  it('choose a password that a change which was under way does not undo', async () => {
    const { user } = await client.register();
    const proved = await test.get(Users).require(user.id);
    await reset(await tokenFor(user.email));
    const late = { passwordHash: 'of a thief', revokeApiKeys: false, removeRecent: false, provesEmail: false };
    expect(await test.get(NewPasswords).put(proved, late)).toBeUndefined();
    expect((await client.login(user.email, NEW_PASSWORD)).status).toBe(200);
  });
});
