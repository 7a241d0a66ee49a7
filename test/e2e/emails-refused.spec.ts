import { NewEmails } from '../../src/modules/emails/new-emails.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import { emailCalls, refused } from './email-calls.ts';
import { guardedAccount, totpAt, wrongCode } from './guarded-account.ts';
import { IdentityClient, newEmail, PASSWORD } from './identity-client.ts';
import { NEW_PASSWORD, passwordCalls } from './password-calls.ts';

const MINUTE_MS = 60_000;

describe('a change of e-mail address', () => {
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

  const { tokenFor, reset } = passwordCalls(
    () => test,
    () => client,
  );
  const { ask, verify, asked, sent } = emailCalls(
    () => test,
    () => client,
  );

  it('is not theirs by a wrong code, by one for another address, or by one that is over or was replaced', async () => {
    const [email, other] = [newEmail(), newEmail()];
    const { person, code } = await asked(email);
    const { accessToken } = person.tokens;
    expect(await verify(accessToken, email, wrongCode(code))).toMatchObject(refused(422, 'code_invalid'));
    expect(await verify(accessToken, other, code)).toMatchObject(refused(422, 'code_invalid'));
    const stranger = await client.register();
    expect(await verify(stranger.tokens.accessToken, email, code)).toMatchObject(refused(422, 'code_invalid'));
    const { code: newer } = await asked(other, person);
    if (newer !== code) expect(await verify(accessToken, email, code)).toMatchObject(refused(422, 'code_invalid'));
    clock.advance(10 * MINUTE_MS);
    const { accessToken: still } = (await client.refresh(person.tokens.refreshToken)).body.tokens;
    expect(await verify(still, other, newer)).toMatchObject(refused(422, 'code_invalid'));
    expect((await client.me(still)).body).toMatchObject({ email: person.user.email });
  });

  it('is not found by guessing', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    const guesses = await Promise.all(
      [1, 2, 3, 4, 5].map(() => verify(person.tokens.accessToken, email, wrongCode(code))),
    );
    expect(guesses.map(({ body }) => body.code)).toEqual(Array(5).fill('code_invalid'));
    expect(await verify(person.tokens.accessToken, email, code)).toMatchObject(refused(422, 'code_invalid'));
  });

  it('is not asked for by who has it, nor without a recent proof, nor without a word', async () => {
    const { user, tokens } = await client.register();
    expect(await ask(tokens.accessToken, user.email.toUpperCase())).toMatchObject(refused(409, 'email_unchanged'));
    expect(await ask(tokens.accessToken, 'no address')).toMatchObject(refused(400, 'validation_failed'));
    expect((await client.call('POST', '/me/email', { body: { email: newEmail() } })).status).toBe(401);
    const { person, code } = await asked(newEmail());
    clock.advance(16 * MINUTE_MS);
    const { accessToken } = (await client.refresh(person.tokens.refreshToken)).body.tokens;
    expect(await ask(accessToken, newEmail())).toMatchObject(refused(403, 'step_up_required'));
    expect(await verify(accessToken, newEmail(), code)).toMatchObject(refused(403, 'step_up_required'));
  });

  it('wants the second factor of who has one, and keeps it', async () => {
    const ada = await guardedAccount(test, clock, client);
    clock.advance(16 * MINUTE_MS);
    const { accessToken } = (await client.refresh(ada.tokens.refreshToken)).body.tokens;
    const byPassword = await client.call('POST', '/auth/step-up', { token: accessToken, body: { password: PASSWORD } });
    expect(byPassword).toMatchObject(refused(422, 'second_factor_needed'));
    const proof = { token: accessToken, body: { code: totpAt(clock, ada.secret) } };
    const proved = await client.call<{ accessToken: string }>('POST', '/auth/step-up', proof);
    const email = newEmail();
    const person = { ...ada, tokens: { ...ada.tokens, accessToken: proved.body.accessToken } };
    const { code } = await asked(email, person);
    expect((await verify(proved.body.accessToken, email, code)).status).toBe(200);
    expect(await client.login(email)).toMatchObject(refused(401, 'mfa_required'));
  });

  it('is not reached by a reset of the password: that ends the session, and the wish with it', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    expect((await reset(await tokenFor(person.user.email))).status).toBe(200);
    expect((await verify(person.tokens.accessToken, email, code)).status).toBe(401);
    expect((await client.login(email)).status).toBe(401);
  });

  it('and a reset that come at the same moment: one of them counts', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    const token = await tokenFor(person.user.email);
    const answers = await Promise.all([verify(person.tokens.accessToken, email, code), reset(token)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [changed] = answers.map(({ status }) => status === 200);
    const signsIn = changed ? client.login(email) : client.login(person.user.email, NEW_PASSWORD);
    expect((await signsIn).body.user.id).toBe(person.user.id);
  });

  it('is undone by an operator, and what the thief added goes with the password that the owner chooses', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    const { body: thief } = await verify(person.tokens.accessToken, email, code);
    const before = await test.get(NewEmails).byOperator(person.user.id, person.user.email, 'Seen with a passport');
    expect(before).toMatchObject({ email: person.user.email, emailVerifiedAt: null });
    expect((await client.me(thief.tokens.accessToken)).status).toBe(401);
    expect((await reset(await tokenFor(person.user.email))).status).toBe(200);
    expect((await client.login(person.user.email, NEW_PASSWORD)).body.user).toMatchObject({ emailVerified: true });
    const { user: other } = await client.register();
    await expect(test.get(NewEmails).byOperator(person.user.id, other.email, 'A slip')).rejects.toMatchObject({
      code: 'email_taken',
    });
  });

  it('is not put by a request whose session was ended while it ran', async () => {
    const { user, tokens } = await client.register();
    const caller = { id: user.id, sessionEpoch: 0, roles: [], permissions: new Set<string>() };
    await client.call('DELETE', '/auth/sessions', { token: tokens.accessToken });
    await expect(test.get(NewEmails).put(caller, newEmail())).rejects.toMatchObject({ code: 'invalid_token' });
    expect((await client.login(user.email)).status).toBe(200);
  });

  it('fills nobody’s mailbox: five codes an hour to an address, whoever asks', async () => {
    const email = newEmail();
    const askers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => client.register()));
    const answers = await Promise.all(askers.map(({ tokens }) => ask(tokens.accessToken, email)));
    expect(answers.filter(({ status }) => status !== 202)).toMatchObject([refused(429, 'rate_limited')]);
    expect(await sent(email)).toHaveLength(5);
  });
});

describe('a change of e-mail address, where nothing can be sent', () => {
  it('cannot be asked for, and nothing is written', async () => {
    const mute = await startTestApp({ environment: { EMAIL_PROVIDER: 'none' } });
    const client = new IdentityClient(mute.app);
    const { tokens } = await client.register();
    const answer = await client.call('POST', '/me/email', {
      token: tokens.accessToken,
      body: { email: newEmail() },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'channel_not_available' } });
    await mute.close();
  });
});
