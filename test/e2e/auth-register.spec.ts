import { createPublicKey, verify } from 'node:crypto';
import { CONFIG, type Config } from '../../src/platform/config/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  ANY_LIST,
  ANY_NUMBER,
  ANY_TEXT,
  IdentityClient,
  matching,
  newEmail,
  PASSWORD,
  registration,
  type SignedIn,
} from './identity-client.ts';

describe('POST /auth/register', () => {
  let test: TestApp;
  let client: IdentityClient;

  beforeAll(async () => {
    test = await startTestApp();
    client = new IdentityClient(test.app);
  });
  afterAll(() => test.close());

  const register = (body: unknown) => client.call<SignedIn>('POST', '/auth/register', { body });

  it('makes a customer and signs them in', async () => {
    const email = newEmail();
    const answer = await register(registration({ email, phone: '+12125550123' }));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      deviceToken: ANY_TEXT,
      user: {
        id: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        email,
        firstName: 'Ada',
        lastName: 'Test',
        phone: '+12125550123',
        roles: ['customer'],
        status: 'active',
        emailVerified: false,
        phoneVerified: false,
        kycStatus: 'pending',
        createdAt: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
      tokens: { accessToken: ANY_TEXT, refreshToken: ANY_TEXT, expiresIn: ANY_NUMBER },
    });
    expect((await client.me(answer.body.tokens.accessToken)).body).toMatchObject({ email });
  });

  it('signs the access token with ES256, a key id and the claims that name the session', async () => {
    const { tokens: config } = test.app.get<Config>(CONFIG);
    const { user, tokens } = await client.register();
    const [header = '', claims = '', signature = ''] = tokens.accessToken.split('.');
    const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(header)).toEqual({ alg: 'ES256', typ: 'JWT', kid: matching(/^[\w-]{43}$/) });
    expect(decode(claims)).toEqual({
      sub: user.id,
      sid: tokens.refreshToken.split('.')[0],
      roles: ['customer'],
      epo: 0,
      auth_time: ANY_NUMBER,
      amr: ['pwd'],
      iss: config.issuer,
      aud: config.audience,
      iat: ANY_NUMBER,
      exp: ANY_NUMBER,
    });
    const key = { key: createPublicKey(config.privateKeyPem), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('stores the password as argon2id, and nowhere as it was', async () => {
    const { user } = await client.register();
    const row = await test.app.get(Postgres).prisma.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
  });

  it('announces user.registered in the same transaction', async () => {
    const { user } = await client.register();
    const where = { aggregateId: user.id };
    const events = await test.app.get(Postgres).prisma.outboxEvent.findMany({ where });
    expect(events).toMatchObject([{ type: 'user.registered', payload: { userId: user.id } }]);
  });

  it('refuses an e-mail address that is taken, whatever the case of its letters', async () => {
    const email = newEmail();
    await client.register({ email });
    for (const again of [email, email.toUpperCase()]) {
      const answer = await register(registration({ email: again }));
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: 'email_taken', status: 409 });
    }
  });

  it('can be asked who has an account ten times a minute for an address, and a hundred times for all of them', async () => {
    const { user } = await client.register();
    const [asker, lister] = [new IdentityClient(test.app), new IdentityClient(test.app)];
    const ask = (from: IdentityClient, email: string) =>
      from.call('POST', '/auth/register', { body: registration({ email }) });
    const same = await Promise.all(Array.from({ length: 12 }, () => ask(asker, user.email)));
    const counts = (answers: readonly { status: number }[]) => Object.groupBy(answers, ({ status }) => String(status));
    expect([counts(same)['409']?.length, counts(same)['429']?.length]).toEqual([10, 2]);
    const list = await Promise.all(Array.from({ length: 105 }, (_, n) => ask(lister, `${n}${user.email}@`)));
    expect([counts(list)['400']?.length, counts(list)['429']?.length]).toEqual([100, 5]);
  });

  it('lets one of two win who register the same address at once', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 6 }, () => register(registration({ email }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    const users = await test.app.get(Postgres).prisma.user.count({ where: { email } });
    expect(users).toBe(1);
  });

  it.each([
    ['no body at all', {}],
    ['no email', registration({ email: undefined })],
    ['an email without a host', registration({ email: 'ada@' })],
    ['an email that is a number', registration({ email: 7 })],
    ['an email that is a list', registration({ email: ['ada@test.example'] })],
    ['an email longer than 254', registration({ email: `${'a'.repeat(64)}@${'b'.repeat(250)}.example` })],
    ['a password of 9 characters', registration({ password: '123456789' })],
    ['a password of 129 characters', registration({ password: 'x'.repeat(129) })],
    ['a password that is an object', registration({ password: { length: 12 } })],
    ['an empty first name', registration({ firstName: '' })],
    ['a blank first name', registration({ firstName: '   ' })],
    ['a last name of 101 characters', registration({ lastName: 'x'.repeat(101) })],
    ['a phone that is none', registration({ phone: '555' })],
    ['a role of the own choosing', registration({ roles: ['admin'] })],
    ['an unknown field', registration({ isAdmin: true })],
  ])('refuses %s', async (_what, body) => {
    const answer = await register(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'validation_failed', errors: ANY_LIST });
  });

  // PostgreSQL cannot keep them: refused at the edge, or by the field's own rule.
  it.each([
    ['an email with NUL', registration({ email: 'a\u0000da@test.example' })],
    ['a password with NUL', registration({ password: 'Trivet-demo-1\u0000' })],
    ['a first name with NUL', registration({ firstName: 'A\u0000da' })],
    ['a last name with half a surrogate', registration({ lastName: 'A\ud800' })],
    ['a phone with NUL', registration({ phone: '+12125550123\u0000' })],
  ])('refuses %s', async (_what, body) => {
    expect((await register(body)).status).toBe(400);
  });

  it.each([
    ['malformed JSON', '{"email":'],
    ['an array', '[]'],
    ['null', 'null'],
    ['text', '"ada"'],
    ['a number', '1'],
    ['__proto__', '{"__proto__":{"roles":["admin"]},"email":"a@test.example"}'],
    ['constructor.prototype', '{"constructor":{"prototype":{"roles":["admin"]}}}'],
    ['an empty body', ''],
  ])('refuses a body that is %s', async (_what, body) => {
    const answer = await register(body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('accepts passwords of 10 and of 128 characters', async () => {
    for (const password of ['x'.repeat(10), 'ß'.repeat(128)]) {
      const { user } = await client.register({ password });
      expect((await client.login(user.email, password)).status).toBe(200);
    }
  });
});
