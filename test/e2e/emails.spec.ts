import { Users } from '../../src/modules/users/index.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { OutboxEvents, OutboxRelay } from '../../src/platform/events/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { emailCalls, refused } from './email-calls.ts';
import { type Answer, IdentityClient, newEmail, PASSWORD } from './identity-client.ts';
import { passwordCalls } from './password-calls.ts';

describe('another e-mail address', () => {
  let test: TestApp;
  let client: IdentityClient;

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());
  beforeEach(() => {
    client = new IdentityClient(test.app);
  });

  const { tokenFor, reset } = passwordCalls(
    () => test,
    () => client,
  );
  const { ask, verify, asked, sent, subjects } = emailCalls(
    () => test,
    () => client,
  );
  const counted = async (work: () => Promise<unknown>): Promise<number> => {
    const before = (await test.get(OutboxEvents).counts()).waiting;
    await work();
    return (await test.get(OutboxEvents).counts()).waiting - before;
  };

  it('is theirs once they say the code that went there: they sign in with it, and with the old one no more', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    const elsewhere = (await client.login(person.user.email)).body;
    const { status, body } = await verify(person.tokens.accessToken, email, code);
    expect([status, body.user]).toMatchObject([200, { id: person.user.id, email, emailVerified: true }]);
    for (const { accessToken, refreshToken } of [person.tokens, elsewhere.tokens]) {
      expect((await client.me(accessToken)).status).toBe(401);
      expect((await client.refresh(refreshToken)).status).toBe(401);
    }
    expect((await client.me(body.tokens.accessToken)).body).toMatchObject({ email, emailVerified: true });
    expect((await client.refresh(body.tokens.refreshToken)).status).toBe(200);
    expect((await client.login(person.user.email)).status).toBe(401);
    expect((await client.login(email)).status).toBe(200);
  });

  it('is told to the old one when it is asked for, and when it is changed, and the new one is named to nobody', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    expect(await subjects(person.user.email)).toEqual(['Somebody asked to change your e-mail address']);
    await verify(person.tokens.accessToken, email, code);
    expect(await subjects(person.user.email)).toEqual([
      'Your e-mail address was changed',
      'Somebody asked to change your e-mail address',
    ]);
    expect(JSON.stringify(await sent(person.user.email))).not.toContain(email);
    const { prisma } = test.get(Postgres);
    const [event] = await prisma.outboxEvent.findMany({
      where: { type: 'user.email_changed' },
      orderBy: { id: 'desc' },
    });
    expect(event).toMatchObject({ aggregateId: person.user.id, payload: { userId: person.user.id } });
    const [logged] = await prisma.$queryRaw<{ found: bigint }[]>`
      select count(*) as found from audit_event where content like ${`%user.email_changed%${person.user.id}%`}`;
    expect(logged?.found).toBe(1n);
    const kept = await prisma.$queryRaw<{ content: string }[]>`select content from audit_event`;
    expect(JSON.stringify(kept)).not.toContain(email);
  });

  it('is asked for alike whether somebody has it or not: the same answer, and the same written', async () => {
    const { user: known } = await client.register();
    const person = await client.register();
    await test.get(OutboxRelay).drain();
    const told: unknown[] = [];
    const looked = jest.spyOn(test.get(Users), 'findByEmail');
    for (const email of [known.email, newEmail()]) {
      let answer: Answer | undefined;
      const stored = jest.spyOn(test.get(DynamoDb).document, 'send');
      const written = await counted(async () => (answer = await ask(person.tokens.accessToken, email)));
      told.push({ status: answer?.status, body: answer?.body, written, stored: stored.mock.calls.length });
      stored.mockRestore();
      expect(await subjects(email)).toHaveLength(1);
    }
    expect(told).toEqual(Array(2).fill({ status: 202, body: { expiresInSeconds: 600 }, written: 2, stored: 3 }));
    expect(looked).not.toHaveBeenCalled();
    looked.mockRestore();
  });

  it('of somebody else stays theirs, which is told to who has proved it and to nobody before', async () => {
    const { user: owner } = await client.register();
    const { person, code } = await asked(owner.email);
    expect(await verify(person.tokens.accessToken, owner.email.toUpperCase(), code)).toMatchObject(
      refused(409, 'email_taken'),
    );
    expect((await client.me(person.tokens.accessToken)).body).toMatchObject({ email: person.user.email });
    expect((await client.login(owner.email)).body.user.id).toBe(owner.id);
  });

  it('is that of one, when two prove it at the same moment', async () => {
    const email = newEmail();
    const [one, other] = [await asked(email), await asked(email)];
    const answers = await Promise.all(
      [one, other].map(({ person, code }) => verify(person.tokens.accessToken, email, code)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = answers.find(({ status }) => status === 200)?.body.user.id;
    expect((await client.login(email)).body.user.id).toBe(winner);
    const loser = answers[0]?.status === 409 ? one : other;
    expect((await client.me(loser.person.tokens.accessToken)).body).toMatchObject({ email: loser.person.user.email });
  });

  it('is taken once, however often the code is sent at the same moment', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    const answers = await Promise.all([1, 2, 3].map(() => verify(person.tokens.accessToken, email, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('leaves the old one to whoever comes next', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    await verify(person.tokens.accessToken, email, code);
    const next = await client.register({ email: person.user.email });
    expect(next.user.id).not.toBe(person.user.id);
  });

  it('makes tokens to choose a new password worth nothing that went to the old one', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    const mailed = await tokenFor(person.user.email);
    await verify(person.tokens.accessToken, email, code);
    expect(await reset(mailed)).toMatchObject(refused(422, 'reset_token_invalid'));
  });

  it('is known on this device, whoever guesses at it meanwhile', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    const { deviceToken } = (await verify(person.tokens.accessToken, email, code)).body;
    for (let guess = 0; guess < 6; guess += 1) await client.login(email, 'not the password');
    expect((await client.login(email)).status).toBe(401);
    const body = { email, password: PASSWORD, deviceToken };
    expect((await client.call('POST', '/auth/login', { body })).status).toBe(200);
  });

  it('proves an account that nobody had proved', async () => {
    const email = newEmail();
    const { person, code } = await asked(email);
    expect((await client.me(person.tokens.accessToken)).body).toMatchObject({ emailVerified: false });
    expect((await verify(person.tokens.accessToken, email, code)).body.user.emailVerified).toBe(true);
  });
});
