import { CreateApiKey } from '../../src/modules/api-keys/create-api-key.use-case.ts';
import { Users } from '../../src/modules/users/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type Answer, IdentityClient, type SignedIn } from './identity-client.ts';
import type { Key } from './key-calls.ts';
import { passwordCalls } from './password-calls.ts';

const PERMISSIONS = ['me:read'];

let test: TestApp;
let client: IdentityClient;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(() => {
  client = new IdentityClient(test.app);
});

/** Somebody whose address is proved: others make no keys. */
const register = async (): Promise<SignedIn> => {
  const person = await client.register();
  const data = { emailVerifiedAt: new Date() };
  await test.get(Postgres).prisma.user.update({ where: { id: person.user.id }, data });
  return person;
};
const create = ({ tokens }: SignedIn): Promise<Answer<Key>> =>
  client.call('POST', '/api-keys', {
    token: tokens.accessToken,
    body: { name: 'Payouts', permissions: PERMISSIONS },
  });
const ask = async ({ key }: Key) => (await client.call('GET', '/me', { headers: { 'x-api-key': key } })).status;
const calls = passwordCalls(
  () => test,
  () => client,
);
const { reset } = calls;
const messagesTo = ({ user }: SignedIn) => calls.messagesTo(user.email);
const lastText = async (person: SignedIn) => (await messagesTo(person))[0]?.text ?? '';
const tokenFor = ({ user }: SignedIn) => calls.tokenFor(user.email);
const change = ({ tokens }: SignedIn, more: object = {}) => calls.change(tokens.accessToken, more);
const workingOf = ({ user }: SignedIn) =>
  test.get(Postgres).prisma.apiKey.count({ where: { userId: user.id, revokedAt: null } });

describe('API keys', () => {
  it('are revoked when a forgotten password is chosen anew, all of them, and nobody else’s', async () => {
    const [person, other] = [await register(), await register()];
    const keys = [(await create(person)).body, (await create(person)).body];
    const { body: theirs } = await create(other);
    expect(await Promise.all([...keys, theirs].map(ask))).toEqual([200, 200, 200]);
    expect((await reset(await tokenFor(person))).status).toBe(200);
    expect(await Promise.all([...keys, theirs].map(ask))).toEqual([401, 401, 200]);
    expect(await lastText(person)).toContain('Every API key was revoked.');
    const where = { aggregateId: { in: keys.map(({ id }) => id) }, type: 'api_key.revoked' };
    expect(await test.get(Postgres).prisma.outboxEvent.count({ where })).toBe(2);
  });

  it('go on when a password is changed, unless the person says otherwise', async () => {
    const [keeps, revokes] = [await register(), await register()];
    const [{ body: kept }, { body: revoked }] = [await create(keeps), await create(revokes)];
    expect((await change(keeps)).status).toBe(200);
    expect((await change(revokes, { revokeApiKeys: true })).status).toBe(200);
    expect([await ask(kept), await ask(revoked)]).toEqual([200, 401]);
    expect(await lastText(keeps)).toContain('API keys go on working.');
    expect(await lastText(revokes)).toContain('Every API key was revoked.');
  });

  it.each([null, 'true', 1])('are not revoked by %p', async (revokeApiKeys) => {
    const person = await register();
    expect((await change(person, { revokeApiKeys })).status).toBe(400);
  });

  it('go on when a person signs out everywhere: a program signs in to nothing', async () => {
    const person = await register();
    const { body: key } = await create(person);
    await client.call('DELETE', '/auth/sessions', { token: person.tokens.accessToken });
    expect(await ask(key)).toBe(200);
  });

  it('are told of by e-mail when one is made or rotated, and never with the secret', async () => {
    const person = await register();
    const { body: key } = await create(person);
    const { body: rotated } = await client.call<Key>('POST', `/api-keys/${key.id}/rotate`, {
      token: person.tokens.accessToken,
      body: { graceSeconds: 0 },
    });
    const messages = await messagesTo(person);
    expect(messages.map(({ subject }) => subject)).toEqual(['An API key was rotated', 'An API key was made']);
    for (const { text } of messages) expect(text).toContain('"Payouts"');
    const all = JSON.stringify(messages);
    for (const { key: secret } of [key, rotated]) expect(all).not.toContain(secret.slice(36, 86));
  });

  it('are not told of when they are revoked, nor when one is refused', async () => {
    const person = await register();
    const { body: key } = await create(person);
    const token = person.tokens.accessToken;
    expect((await client.call('DELETE', `/api-keys/${key.id}`, { token })).status).toBe(204);
    const rotate = await client.call('POST', `/api-keys/${key.id}/rotate`, { token, body: { graceSeconds: 0 } });
    expect(rotate.status).toBe(409);
    expect((await messagesTo(person)).map(({ subject }) => subject)).toEqual(['An API key was made']);
  });

  it('are not made by a request whose session was ended while it ran', async () => {
    const person = await register();
    const { id, sessionEpoch } = await test.get(Users).require(person.user.id);
    await reset(await tokenFor(person));
    const by = { id, sessionEpoch, sessionId: id, roles: [], permissions: new Set(PERMISSIONS) };
    const late = test.get(CreateApiKey).execute({ by, name: 'Late', permissions: PERMISSIONS, expiresInDays: 1 });
    await expect(late).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('do not outlive a reset that runs while they are made', async () => {
    const person = await register();
    const token = await tokenFor(person);
    const makes = async () => {
      for (let time = 0; time < 8; time += 1) await create(person);
    };
    const [answer] = await Promise.all([reset(token), makes(), makes()]);
    expect(answer.status).toBe(200);
    expect(await workingOf(person)).toBe(0);
  });
});
