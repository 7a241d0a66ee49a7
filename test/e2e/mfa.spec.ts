import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { DisableTotp } from '../../src/modules/mfa/index.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { SandboxMessages } from '../../src/platform/messages/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import { decodeToken } from './forged-token.ts';
import { guardedAccount, proveEmail, totpAt, totpsAround, wrongTotp } from './guarded-account.ts';
import { IdentityClient, type Tokens } from './identity-client.ts';

const STEP_MS = 30_000;
const MINUTE_MS = 60_000;

describe('a second factor', () => {
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

  const totp = (secret: string, steps = 0) => totpAt(clock, secret, steps);
  const guarded = () => guardedAccount(test, clock, client);
  const prove = (id: string) => proveEmail(test, id);
  const call = <T = { code?: string }>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    token?: string,
    body?: unknown,
  ) => client.call<T>(method, path, { token, body });
  const ticketOf = async (email: string) => {
    const answer = await client.login(email);
    expect(answer).toMatchObject({ status: 401, body: { code: 'mfa_required', expiresInSeconds: 300 } });
    return (answer.body as unknown as { mfaTicket: string }).mfaTicket;
  };
  const verify = (ticket: string, code: string) =>
    call<{ tokens: Tokens; code?: string }>('POST', '/auth/mfa/verify', undefined, { ticket, code });

  it('is asked for once it was confirmed, and the sign-in says that there were two', async () => {
    const ada = await guarded();
    const ticket = await ticketOf(ada.user.email);
    const answer = await verify(ticket, totp(ada.secret));
    expect(answer.status).toBe(200);
    const { claims } = decodeToken(answer.body.tokens.accessToken);
    expect(claims).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });
    expect((await client.me(answer.body.tokens.accessToken)).status).toBe(200);
    const refreshed = await client.refresh(answer.body.tokens.refreshToken);
    expect(decodeToken(refreshed.body.tokens.accessToken).claims).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });
  });

  it('is not asked for before, and wants a proved address', async () => {
    const { user, tokens } = await client.register();
    expect(await call('POST', '/auth/mfa/totp', tokens.accessToken)).toMatchObject({
      status: 422,
      body: { code: 'contact_unverified' },
    });
    await prove(user.id);
    const enrolled = await call<{ secret: string; uri: string }>('POST', '/auth/mfa/totp', tokens.accessToken);
    expect(enrolled).toMatchObject({ status: 201 });
    expect(enrolled.body.uri).toContain(enrolled.body.secret);
    expect((await client.login(user.email)).status).toBe(200);
    expect((await call('GET', '/auth/mfa', tokens.accessToken)).body).toEqual({ totp: false, recoveryCodesLeft: 0 });
    const confirm = (code: string) => call('POST', '/auth/mfa/totp/confirm', tokens.accessToken, { code });
    expect(await confirm(wrongTotp(clock, enrolled.body.secret))).toMatchObject({
      status: 422,
      body: { code: 'code_invalid' },
    });
    expect((await confirm(totp(enrolled.body.secret))).status).toBe(200);
    expect(await confirm(totp(enrolled.body.secret))).toMatchObject({ status: 409, body: { code: 'mfa_enabled' } });
    expect(await call('POST', '/auth/mfa/totp', tokens.accessToken)).toMatchObject({
      status: 409,
      body: { code: 'mfa_enabled' },
    });
    expect((await call('GET', '/auth/mfa', tokens.accessToken)).body).toEqual({ totp: true, recoveryCodesLeft: 10 });
  });

  it('takes a code once, and none that is older, whichever ticket it comes with', async () => {
    const ada = await guarded();
    const tickets = [
      await ticketOf(ada.user.email),
      await ticketOf(ada.user.email),
      await ticketOf(ada.user.email),
    ] as const;
    const code = totp(ada.secret, 1);
    const answers = await Promise.all([verify(tickets[0], code), verify(tickets[1], code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await verify(tickets[2], totp(ada.secret))).toMatchObject({ status: 422, body: { code: 'code_invalid' } });
    clock.advance(2 * STEP_MS);
    expect((await verify(tickets[2], totp(ada.secret))).status).toBe(200);
  });

  it.each([
    [-2, 422],
    [-1, 200],
    [1, 200],
    [2, 422],
  ])('takes the code of a clock that is %d steps off: %d', async (steps, status) => {
    const ada = await guarded();
    // So that the code of the step before was not used to confirm.
    clock.advance(3 * STEP_MS);
    expect((await verify(await ticketOf(ada.user.email), totp(ada.secret, steps))).status).toBe(status);
  });

  it('has ten recovery codes, each good once, however they are written', async () => {
    const ada = await guarded();
    expect(new Set(ada.recoveryCodes).size).toBe(10);
    const [first = '', second = ''] = ada.recoveryCodes;
    const tickets = [await ticketOf(ada.user.email), await ticketOf(ada.user.email)] as const;
    const answers = await Promise.all(tickets.map((ticket) => verify(ticket, first.replaceAll('-', '').toUpperCase())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const { accessToken } = answers.find(({ status }) => status === 200)?.body.tokens as Tokens;
    expect((await call('GET', '/auth/mfa', accessToken)).body).toEqual({ totp: true, recoveryCodesLeft: 9 });
    const renewed = await call<{ recoveryCodes: string[] }>('POST', '/auth/mfa/recovery-codes', accessToken);
    await test.get(OutboxRelay).drain();
    const [told] = test.get(SandboxMessages).to(ada.user.email);
    expect(told).toMatchObject({ subject: 'Your recovery codes were renewed' });
    expect(await verify(await ticketOf(ada.user.email), second)).toMatchObject({ status: 422 });
    expect((await verify(await ticketOf(ada.user.email), renewed.body.recoveryCodes[0] ?? '')).status).toBe(200);
  });

  it('is not taken of somebody else', async () => {
    const [ada, eve] = [await guarded(), await guarded()];
    const ticket = await ticketOf(ada.user.email);
    const hers = totpsAround(clock, ada.secret);
    const theirs = totpsAround(clock, eve.secret).find((code) => !hers.includes(code)) ?? '';
    expect(await verify(ticket, theirs)).toMatchObject({ body: { code: 'code_invalid' } });
    expect(await verify(ticket, eve.recoveryCodes[0] ?? '')).toMatchObject({ body: { code: 'code_invalid' } });
  });

  it('lets nobody guess: a ticket has five tries, and guesses over many tickets are slowed down', async () => {
    const ada = await guarded();
    const ticket = await ticketOf(ada.user.email);
    const code = totp(ada.secret);
    for (let time = 0; time < 5; time += 1)
      expect(await verify(ticket, wrongTotp(clock, ada.secret))).toMatchObject({ body: { code: 'code_invalid' } });
    expect(await verify(ticket, code)).toMatchObject({ status: 401, body: { code: 'mfa_ticket_invalid' } });
    const next = await ticketOf(ada.user.email);
    expect(await verify(next, wrongTotp(clock, ada.secret))).toMatchObject({ body: { code: 'code_invalid' } });
    expect(await verify(next, code)).toMatchObject({ status: 422, body: { code: 'code_invalid' } });
  });

  it('wants a ticket that is new, unused, and of an account that did not change', async () => {
    const ada = await guarded();
    const late = await ticketOf(ada.user.email);
    clock.advance(5 * MINUTE_MS);
    expect(await verify(late, totp(ada.secret))).toMatchObject({ status: 401, body: { code: 'mfa_ticket_invalid' } });
    const used = await ticketOf(ada.user.email);
    expect((await verify(used, totp(ada.secret))).status).toBe(200);
    clock.advance(STEP_MS);
    expect(await verify(used, totp(ada.secret))).toMatchObject({ status: 401, body: { code: 'mfa_ticket_invalid' } });
    expect(await verify('x'.repeat(43), totp(ada.secret))).toMatchObject({
      status: 401,
      body: { code: 'mfa_ticket_invalid' },
    });
    const before = await ticketOf(ada.user.email);
    await test
      .get(Postgres)
      .prisma.user.update({ where: { id: ada.user.id }, data: { sessionEpoch: { increment: 1 } } });
    expect(await verify(before, totp(ada.secret))).toMatchObject({ status: 401, body: { code: 'mfa_ticket_invalid' } });
  });

  it('is removed by its owner, who is told, and then not asked for', async () => {
    const ada = await guarded();
    expect((await call('DELETE', '/auth/mfa/totp', ada.tokens.accessToken)).status).toBe(204);
    expect(await call('DELETE', '/auth/mfa/totp', ada.tokens.accessToken)).toMatchObject({
      status: 409,
      body: { code: 'mfa_not_enrolled' },
    });
    expect(await call('POST', '/auth/mfa/recovery-codes', ada.tokens.accessToken)).toMatchObject({ status: 409 });
    expect((await client.login(ada.user.email)).status).toBe(200);
    await test.get(OutboxRelay).drain();
    const told = test
      .get(SandboxMessages)
      .to(ada.user.email)
      .map(({ subject }) => subject);
    expect(told).toEqual(['Sign-in no longer asks for a second factor', 'Sign-in now asks for a second factor']);
  });

  it('is removed by an operator for who lost it, with the reason in the audit log, and its owner is told', async () => {
    const ada = await guarded();
    await test.get(DisableTotp).byOperator(ada.user.id, 'Seen with a passport');
    expect((await client.login(ada.user.email)).status).toBe(200);
    const found = await test.get(Postgres).prisma.$queryRaw<{ content: string }[]>`
      select content from audit_event where content like ${`%authenticator.removed%${ada.user.id}%`}`;
    expect(found.map(({ content }) => JSON.parse(content) as object)).toMatchObject([
      { actor: 'operator', reason: 'Seen with a passport' },
    ]);
    await test.get(OutboxRelay).drain();
    const [newest] = test.get(SandboxMessages).to(ada.user.email);
    expect(newest).toMatchObject({ subject: 'Sign-in no longer asks for a second factor' });
    await expect(test.get(DisableTotp).byOperator(ada.user.id, 'Again')).rejects.toMatchObject({
      code: 'mfa_not_enrolled',
    });
  });

  it('is stored so that nobody can use it who reads the tables', async () => {
    const ada = await guarded();
    const ticket = await ticketOf(ada.user.email);
    const { pool } = test.get(Postgres);
    const { rows } = await pool.query('select * from totp_factor f join recovery_code using (user_id)');
    const dynamo = test.get(DynamoDb);
    const { Items } = await dynamo.document.send(new ScanCommand({ TableName: dynamo.table('one-time-secrets') }));
    const kept = JSON.stringify([rows, Items], (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    for (const secret of [ada.secret, ticket, ...ada.recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')])])
      expect(kept).not.toContain(secret);
  });
});
