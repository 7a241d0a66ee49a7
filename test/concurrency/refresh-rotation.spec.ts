import { startTestApp, type TestApp } from '../support/test-app.ts';
import { IdentityClient } from '../e2e/identity-client.ts';

const CALLERS = 20;
const ROUNDS = 5;

describe('rotation of refresh tokens', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it(`gives one of ${CALLERS} callers with the same token the next one, and ends the session for the others`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      // From an address of its own each time: the limit of sign-ins is not the subject.
      const client = new IdentityClient(test.app);
      const { tokens } = await client.register();
      const answers = await Promise.all(Array.from({ length: CALLERS }, () => client.refresh(tokens.refreshToken)));
      const won = answers.filter(({ status }) => status === 200);
      const lost = answers.filter(({ status }) => status !== 200);
      expect(won).toHaveLength(1);
      expect(new Set(lost.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
        new Set(['401 refresh_token_reused']),
      );
      const next = won[0]?.body.tokens.refreshToken ?? '';
      expect((await client.refresh(next)).status).toBe(401);
    }
  });

  it('does not let the sessions of one person disturb each other', async () => {
    const client = new IdentityClient(test.app);
    const { user, tokens } = await client.register();
    const others = await Promise.all(Array.from({ length: 5 }, () => client.login(user.email)));
    const all = [tokens.refreshToken, ...others.map(({ body }) => body.tokens.refreshToken)];
    const answers = await Promise.all(all.map((token) => client.refresh(token)));
    expect(answers.map(({ status }) => status)).toEqual(all.map(() => 200));
  });
});
