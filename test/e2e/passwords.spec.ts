import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { SignIns } from '../../src/modules/auth/index.ts';
import { Users } from '../../src/modules/users/index.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { OutboxEvents, OutboxRelay } from '../../src/platform/events/index.ts';
import { SandboxMessages } from '../../src/platform/messages/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import { IdentityClient, newEmail, PASSWORD, registration, type SignedIn, type Tokens } from './identity-client.ts';

const NEW_PASSWORD = 'Trivet-demo-2';
const COMMON = 'Password-2026!';
const DEVICE = { ip: '10.0.0.1', userAgent: 'Teapot/1.0' };
const MINUTE_MS = 60_000;

describe('passwords', () => {
  let test: TestApp;
  let clock: TestClock;
  let client: IdentityClient;

  beforeAll(async () => {
    clock = new TestClock();
    test = await startTestApp({ clock });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    client = new IdentityClient(test.app);
  });

  const forgot = (email: string) => client.call('POST', '/auth/password/forgot', { body: { email } });
  const reset = (token: string, newPassword = NEW_PASSWORD) =>
    client.call('POST', '/auth/password/reset', { body: { token, newPassword } });
  const change = (token: string, currentPassword: string, newPassword = NEW_PASSWORD) =>
    client.call<{ tokens: Tokens; code?: string }>('POST', '/me/password', {
      token,
      body: { currentPassword, newPassword },
    });
  const messagesTo = async (email: string) => {
    await test.get(OutboxRelay).drain();
    return test.get(SandboxMessages).to(email);
  };
  const tokenFor = async (email: string): Promise<string> => {
    await forgot(email);
    const texts = (await messagesTo(email)).map(({ text }) => /token is (\S{43})/.exec(text)?.[1]);
    return texts.find((token) => token !== undefined) ?? '';
  };
  const setStatus = (id: string, status: string) =>
    test.get(Postgres).prisma.user.update({ where: { id }, data: { status } });
  const isOver = async ({ accessToken, refreshToken }: Tokens) => {
    const answers = [await client.me(accessToken), await client.refresh(refreshToken)];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  };

  describe('that are forgotten', () => {
    it('are chosen anew by the token of a message, which ends every session and proves the address', async () => {
      const ada = await client.register();
      const { body: elsewhere } = await client.login(ada.user.email);
      expect(await reset(await tokenFor(ada.user.email))).toMatchObject({ status: 200 });
      await isOver(ada.tokens);
      await isOver(elsewhere.tokens);
      expect((await client.login(ada.user.email)).status).toBe(401);
      const again = await client.login(ada.user.email, NEW_PASSWORD);
      expect(again.body.user).toMatchObject({ emailVerified: true });
      const listed = await client.call<{ data: unknown[] }>('GET', '/auth/sessions', {
        token: again.body.tokens.accessToken,
      });
      expect(listed.body.data).toHaveLength(1);
      expect((await messagesTo(ada.user.email))[0]?.subject).toBe('Your password was changed');
    });

    it('are chosen once for a token, however many send it at the same moment', async () => {
      const { user } = await client.register();
      const token = await tokenFor(user.email);
      const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => reset(token, `${NEW_PASSWORD}-${at}`)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body['code']))).toEqual(
        new Set(['reset_token_invalid']),
      );
      expect(await reset(token)).toMatchObject({ status: 422, body: { code: 'reset_token_invalid' } });
    });

    it('are not chosen by an old token, nor by one that nobody gave', async () => {
      const { user } = await client.register();
      const token = await tokenFor(user.email);
      clock.advance(30 * MINUTE_MS);
      expect(await reset(token)).toMatchObject({ status: 422, body: { code: 'reset_token_invalid' } });
      expect(await reset('x'.repeat(43))).toMatchObject({ status: 422, body: { code: 'reset_token_invalid' } });
      expect((await client.login(user.email)).status).toBe(200);
    });

    it('are not those that are tried first, and the token stays good', async () => {
      const { user } = await client.register();
      const token = await tokenFor(user.email);
      for (const common of [COMMON, user.email])
        expect(await reset(token, common)).toMatchObject({ status: 422, body: { code: 'password_too_common' } });
      expect((await reset(token)).status).toBe(200);
    });

    it('are asked for alike by anybody for any address: the same answer, and the same written', async () => {
      const { user } = await client.register();
      const suspended = await client.register();
      await setStatus(suspended.user.id, 'suspended');
      const unknown = newEmail();
      await test.get(OutboxRelay).drain();
      const asked: unknown[] = [];
      for (const email of [user.email, unknown, suspended.user.email]) {
        const before = (await test.get(OutboxEvents).counts()).waiting;
        const { status, body } = await forgot(email);
        asked.push({ status, body, written: (await test.get(OutboxEvents).counts()).waiting - before });
      }
      expect(asked).toEqual(Array(3).fill({ status: 202, body: { expiresInSeconds: 1_800 }, written: 1 }));
      expect(await messagesTo(user.email)).toHaveLength(1);
      expect([await messagesTo(unknown), await messagesTo(suspended.user.email)]).toEqual([[], []]);
    });

    it('fill nobody’s mailbox: five messages an hour', async () => {
      const { user } = await client.register();
      for (let time = 0; time < 7; time += 1) await forgot(user.email);
      expect(await messagesTo(user.email)).toHaveLength(5);
    });

    it('are not chosen for somebody who was suspended or deleted meanwhile', async () => {
      const { user } = await client.register();
      const token = await tokenFor(user.email);
      await setStatus(user.id, 'suspended');
      expect(await reset(token)).toMatchObject({ status: 422, body: { code: 'reset_token_invalid' } });
    });

    it('leave no token and no address behind that can be read', async () => {
      const { user } = await client.register();
      const token = await tokenFor(user.email);
      const dynamo = test.get(DynamoDb);
      const { Items } = await dynamo.document.send(new ScanCommand({ TableName: dynamo.table('one-time-secrets') }));
      const { rows } = await test.get(Postgres).pool.query('select payload::text from outbox_event');
      expect(JSON.stringify(Items)).toContain(user.id);
      expect(JSON.stringify([Items, rows])).not.toContain(token);
      expect(JSON.stringify(rows)).not.toContain(user.email);
    });

    it('end a session that is being opened with the old one at this moment', async () => {
      const { user } = await client.register();
      const beforeReset = await test.get(Users).require(user.id);
      await reset(await tokenFor(user.email));
      const late: SignedIn = await test.get(SignIns).open(beforeReset, DEVICE, ['pwd']);
      await isOver(late.tokens);
    });
  });

  describe('that are known', () => {
    it('are changed by who says the old one, which ends every session but the one it opens', async () => {
      const ada = await client.register();
      const { body: elsewhere } = await client.login(ada.user.email);
      const { status, body } = await change(ada.tokens.accessToken, PASSWORD);
      expect(status).toBe(200);
      await isOver(ada.tokens);
      await isOver(elsewhere.tokens);
      expect((await client.me(body.tokens.accessToken)).status).toBe(200);
      expect((await client.refresh(body.tokens.refreshToken)).status).toBe(200);
      expect((await client.login(ada.user.email)).status).toBe(401);
      expect((await client.login(ada.user.email, NEW_PASSWORD)).status).toBe(200);
      expect((await messagesTo(ada.user.email))[0]?.subject).toBe('Your password was changed');
    });

    it('are not changed by who does not know the old one', async () => {
      const { user, tokens } = await client.register();
      expect(await change(tokens.accessToken, 'not the password')).toMatchObject({
        status: 422,
        body: { code: 'password_wrong' },
      });
      expect((await client.me(tokens.accessToken)).status).toBe(200);
      expect((await client.login(user.email)).status).toBe(200);
    });

    it('are not changed to one of those that are tried first, and nobody registers with one', async () => {
      const { tokens } = await client.register();
      expect(await change(tokens.accessToken, PASSWORD, COMMON)).toMatchObject({
        body: { code: 'password_too_common' },
      });
      const body = registration({ password: COMMON });
      expect(await client.call('POST', '/auth/register', { body })).toMatchObject({
        status: 422,
        body: { code: 'password_too_common' },
      });
    });
  });

  it('stay when a person signs out everywhere', async () => {
    const ada = await client.register();
    const { body: elsewhere } = await client.login(ada.user.email);
    expect((await client.call('DELETE', '/auth/sessions', { token: ada.tokens.accessToken })).status).toBe(204);
    await isOver(ada.tokens);
    await isOver(elsewhere.tokens);
    expect((await client.login(ada.user.email)).status).toBe(200);
  });

  it('are chosen at the place that is configured, with the token where no server sees it', async () => {
    const linked = await startTestApp({ environment: { PASSWORD_RESET_URL: 'https://app.example/reset' } });
    const { user } = await new IdentityClient(linked.app).register();
    await new IdentityClient(linked.app).call('POST', '/auth/password/forgot', { body: { email: user.email } });
    await linked.get(OutboxRelay).drain();
    const [message] = linked.get(SandboxMessages).to(user.email);
    expect(message?.text).toMatch(/https:\/\/app\.example\/reset#token=[\w-]{43}\s/);
    await linked.close();
  });

  it('cannot be asked for where no e-mail is sent', async () => {
    const mute = await startTestApp({ environment: { EMAIL_PROVIDER: 'none' } });
    const answer = await new IdentityClient(mute.app).call('POST', '/auth/password/forgot', {
      body: { email: newEmail() },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'channel_not_available' } });
    await mute.close();
  });
});
