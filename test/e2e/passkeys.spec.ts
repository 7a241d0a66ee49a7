import { OutboxRelay } from '../../src/platform/events/index.ts';
import { SandboxMessages } from '../../src/platform/messages/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import {
  type CreationOptions,
  type RequestOptions,
  SoftwareAuthenticator,
  type Twist,
} from '../support/software-authenticator.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import { decodeToken } from './forged-token.ts';
import { IdentityClient, type SignedIn } from './identity-client.ts';

const ORIGIN = 'https://app.example';
const RP_ID = 'app.example';
const MINUTE_MS = 60_000;
const MAX_PASSKEYS = 20;

interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly lastUsedAt: string | null;
  readonly code?: string;
}

describe('passkeys', () => {
  let test: TestApp;
  let clock: TestClock;
  let client: IdentityClient;

  beforeAll(async () => {
    clock = new TestClock();
    // Registering a passkey takes two of the ten calls a minute that codes may have.
    const environment = { PASSKEY_RP_ID: RP_ID, PASSKEY_ORIGINS: ORIGIN, RATE_LIMIT_SCALE: '100' };
    test = await startTestApp({ clock, environment });
  });
  afterAll(() => test.close());
  beforeEach(() => {
    client = new IdentityClient(test.app);
  });

  const call = <T = { code?: string }>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    token?: string,
    body?: unknown,
  ) => client.call<T>(method, `/auth/passkeys${path}`, { token, body });
  const proved = async (): Promise<SignedIn> => {
    const account = await client.register();
    const data = { emailVerifiedAt: clock.now() };
    await test.get(Postgres).prisma.user.update({ where: { id: account.user.id }, data });
    return account;
  };
  const creation = async ({ tokens }: SignedIn) =>
    (await call<{ publicKey: CreationOptions }>('POST', '/options', tokens.accessToken)).body.publicKey;
  const request = async () => (await call<{ publicKey: RequestOptions }>('POST', '/sign-in/options')).body.publicKey;
  const add = ({ tokens }: SignedIn, credential: unknown, name = 'My phone') =>
    call<Passkey>('POST', '', tokens.accessToken, { name, credential });
  const signIn = (credential: unknown) =>
    call<SignedIn & { deviceToken: string; code?: string }>('POST', '/sign-in', undefined, { credential });
  const withPasskey = async (counter = 0) => {
    const [account, authenticator] = [await proved(), new SoftwareAuthenticator(ORIGIN, counter)];
    const added = await add(account, authenticator.create(await creation(account)));
    expect(added).toMatchObject({ status: 201, body: { name: 'My phone', lastUsedAt: null } });
    return { account, authenticator, passkey: added.body };
  };
  const invalid = { status: 422, body: { code: 'passkey_invalid' } };

  it('sign in whoever they are of, with no address typed, as two factors', async () => {
    const { account, authenticator } = await withPasskey();
    const answer = await signIn(authenticator.get(await request()));
    expect(answer).toMatchObject({ status: 200, body: { user: { id: account.user.id } } });
    expect(decodeToken(answer.body.tokens.accessToken).claims).toMatchObject({ amr: ['pop', 'user', 'mfa'] });
    expect((await client.me(answer.body.tokens.accessToken)).status).toBe(200);
  });

  it('are listed for their owner, who is told of a new one and of one that is removed', async () => {
    const { account, authenticator, passkey } = await withPasskey();
    await signIn(authenticator.get(await request()));
    const { accessToken } = account.tokens;
    const list = async () => (await call<{ data: Passkey[] }>('GET', '', accessToken)).body.data;
    expect(await list()).toMatchObject([{ id: passkey.id, name: 'My phone', lastUsedAt: clock.now().toISOString() }]);
    expect(JSON.stringify(await list())).not.toMatch(/publicKey|credentialId/);
    await test.get(OutboxRelay).drain();
    expect(test.get(SandboxMessages).to(account.user.email)).toMatchObject([{ subject: 'A passkey was added' }]);
    const eve = await proved();
    expect(await call('DELETE', `/${passkey.id}`, eve.tokens.accessToken)).toMatchObject({ status: 404 });
    expect((await call('DELETE', `/${passkey.id}`, accessToken)).status).toBe(204);
    expect(await list()).toEqual([]);
    expect(await signIn(authenticator.get(await request()))).toMatchObject(invalid);
    await test.get(OutboxRelay).drain();
    expect(test.get(SandboxMessages).to(account.user.email)[0]).toMatchObject({ subject: 'A passkey was removed' });
  });

  it.each<[string, Twist]>([
    ['another page', { origin: 'https://evil.example' }],
    ['another domain', { rpId: 'evil.example' }],
    ['a challenge of nobody', { challenge: 'x'.repeat(43) }],
    ['a person who was not verified', { verified: false }],
    ['another ceremony', { type: 'webauthn.get' }],
  ])('are not made with %s', async (_what, twist) => {
    const account = await proved();
    expect(await add(account, new SoftwareAuthenticator(ORIGIN).create(await creation(account), twist))).toMatchObject(
      invalid,
    );
  });

  it('are not made with the challenge of somebody else, nor twice with one, nor after five minutes', async () => {
    const [ada, eve] = [await proved(), await proved()];
    const options = await creation(ada);
    expect(await add(eve, new SoftwareAuthenticator(ORIGIN).create(options))).toMatchObject(invalid);
    // It was used up by the first answer to it.
    expect(await add(ada, new SoftwareAuthenticator(ORIGIN).create(options))).toMatchObject(invalid);
    const late = await creation(ada);
    clock.advance(5 * MINUTE_MS);
    expect(await add(ada, new SoftwareAuthenticator(ORIGIN).create(late))).toMatchObject(invalid);
  });

  it('belong to one person only', async () => {
    const { authenticator } = await withPasskey();
    const eve = await proved();
    expect(await add(eve, authenticator.create(await creation(eve)))).toMatchObject(invalid);
  });

  it.each<[string, Twist]>([
    ['another page', { origin: 'https://evil.example' }],
    ['another domain', { rpId: 'evil.example' }],
    ['a challenge of nobody', { challenge: 'x'.repeat(43) }],
    ['a person who was not verified', { verified: false }],
    ['another ceremony', { type: 'webauthn.create' }],
    ['the signature of another key', { otherKey: true }],
    ['the handle of somebody else', { userHandle: Buffer.from('somebody else').toString('base64url') }],
  ])('do not sign in with %s', async (_what, twist) => {
    const { authenticator } = await withPasskey();
    expect(await signIn(authenticator.get(await request(), twist))).toMatchObject(invalid);
    expect((await signIn(authenticator.get(await request()))).status).toBe(200);
  });

  it('sign in once with an answer, however often it is sent, and not after five minutes', async () => {
    const { authenticator } = await withPasskey();
    const answer = authenticator.get(await request());
    const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(answer)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const late = authenticator.get(await request());
    clock.advance(5 * MINUTE_MS);
    expect(await signIn(late)).toMatchObject(invalid);
  });

  it('do not sign in with a challenge to make one, nor the other way round', async () => {
    const { account, authenticator } = await withPasskey();
    const { challenge } = await creation(account);
    expect(await signIn(authenticator.get({ challenge, rpId: RP_ID }))).toMatchObject(invalid);
    const options = { ...(await creation(account)), challenge: (await request()).challenge };
    expect(await add(account, new SoftwareAuthenticator(ORIGIN).create(options))).toMatchObject(invalid);
  });

  it('that count are refused when their count goes back or stands still: there is a copy', async () => {
    const { authenticator } = await withPasskey(5);
    expect((await signIn(authenticator.get(await request()))).status).toBe(200);
    for (const counter of [6, 5, 0])
      expect(await signIn(authenticator.get(await request(), { counter }))).toMatchObject(invalid);
    expect((await signIn(authenticator.get(await request(), { counter: 40 }))).status).toBe(200);
  });

  it('of two answers with the same count take one', async () => {
    const { authenticator } = await withPasskey(5);
    const answers = [await request(), await request()].map((options) => authenticator.get(options, { counter: 9 }));
    const statuses = (await Promise.all(answers.map(signIn))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 422]);
  });

  it('do not sign in who is suspended', async () => {
    const { account, authenticator } = await withPasskey();
    const where = { id: account.user.id };
    await test.get(Postgres).prisma.user.update({ where, data: { status: 'suspended' } });
    expect(await signIn(authenticator.get(await request()))).toMatchObject(invalid);
  });

  it('want a proved address', async () => {
    const { tokens } = await client.register();
    const answer = await call('POST', '/options', tokens.accessToken);
    expect(answer).toMatchObject({ status: 422, body: { code: 'contact_unverified' } });
  });

  it(`are ${MAX_PASSKEYS} at most, also when several come at the same moment`, async () => {
    const account = await proved();
    const made = async () => new SoftwareAuthenticator(ORIGIN).create(await creation(account));
    const credentials: unknown[] = [];
    for (let count = 0; count < MAX_PASSKEYS + 2; count += 1) credentials.push(await made());
    const answers = await Promise.all(credentials.map((credential) => add(account, credential)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MAX_PASSKEYS);
    expect(await call('POST', '/options', account.tokens.accessToken)).toMatchObject({
      status: 422,
      body: { code: 'passkey_limit_reached' },
    });
  });

  it('prove once more who is there, when they are the caller’s own', async () => {
    const { account, authenticator } = await withPasskey();
    clock.advance(16 * MINUTE_MS);
    const { accessToken } = (await client.refresh(account.tokens.refreshToken)).body.tokens;
    const risky = (token: string) => call('POST', '/options', token);
    expect(await risky(accessToken)).toMatchObject({ status: 403, body: { code: 'step_up_required' } });
    const stepUp = (credential: unknown) =>
      call<{ accessToken: string }>('POST', '/step-up', accessToken, { credential });
    const other = await withPasskey();
    expect(await stepUp(other.authenticator.get(await request()))).toMatchObject(invalid);
    const answer = await stepUp(authenticator.get(await request()));
    expect(answer.status).toBe(200);
    expect((await risky(answer.body.accessToken)).status).toBe(200);
  });
});
