import { Lockout, type Trier } from '../../src/modules/auth/lockout.ts';
import { Passwords } from '../../src/modules/auth/index.ts';
import { Users } from '../../src/modules/users/index.ts';
import { CONFIG, type Config } from '../../src/platform/config/index.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { SandboxMessages } from '../../src/platform/messages/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { accountOf, KnownDevices } from '../../src/platform/rate-limit/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import {
  type Answer,
  IdentityClient,
  matching,
  newAddress,
  newEmail,
  PASSWORD,
  type SignedIn,
} from './identity-client.ts';

const WRONG = 'not the password';
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const FREE = 5;

describe('who guesses passwords', () => {
  let test: TestApp;
  let clock: TestClock;

  beforeAll(async () => {
    clock = new TestClock('2026-11-21T09:00:00.000Z');
    test = await startTestApp({ clock });
  });
  afterAll(() => test.close());

  const somewhere = () => new IdentityClient(test.app);
  const login = (client: IdentityClient, email: string, password: string, deviceToken?: string) =>
    client.call<SignedIn & { deviceToken: string }>('POST', '/auth/login', { body: { email, password, deviceToken } });
  const fail = async (client: IdentityClient, email: string, times: number) => {
    for (let time = 0; time < times; time += 1) expect((await login(client, email, WRONG)).status).toBe(401);
  };
  const begin = (trier: Omit<Trier, 'door' | 'userId'> & { userId?: string }) =>
    test.get(Lockout).begin({ userId: undefined, ...trier, door: 'password' });
  const said = ({ status, body }: Answer<object>): unknown => ({ status, ...body, requestId: '' });

  it('is not even let in with the right one for a while, and is not told so', async () => {
    const { user } = await somewhere().register();
    const guesser = somewhere();
    await fail(guesser, user.email, FREE + 1);
    const wrong = await login(somewhere(), newEmail(), WRONG);
    const right = await login(guesser, user.email, PASSWORD);
    expect(said(right)).toEqual(said(wrong));
    clock.advance(30 * SECOND_MS);
    expect((await login(guesser, user.email, PASSWORD)).status).toBe(200);
  });

  it('keeps nobody out who signs in from elsewhere', async () => {
    const { user } = await somewhere().register();
    await fail(somewhere(), user.email, FREE + 2);
    expect((await login(somewhere(), user.email, PASSWORD)).status).toBe(200);
  });

  it('keeps nobody out who signed in before on this device, however many guess from however many places', async () => {
    const { user } = await somewhere().register();
    const { deviceToken } = (await login(somewhere(), user.email, PASSWORD)).body;
    const account = accountOf(user.email);
    const guesses = await Promise.all(Array.from({ length: 120 }, () => begin({ account, ip: newAddress() })));
    expect(guesses.filter(({ allowed }) => allowed)).toHaveLength(101);
    expect((await login(somewhere(), user.email, PASSWORD)).status).toBe(401);
    expect((await login(somewhere(), user.email, PASSWORD, deviceToken)).status).toBe(200);
  });

  it('keeps nobody out for good: who has the mailbox gets in by a new password', async () => {
    const { user } = await somewhere().register();
    const account = accountOf(user.email);
    await Promise.all(Array.from({ length: 110 }, () => begin({ account, ip: newAddress() })));
    expect((await login(somewhere(), user.email, PASSWORD)).status).toBe(401);
    await somewhere().call('POST', '/auth/password/forgot', { body: { email: user.email } });
    await test.get(OutboxRelay).drain();
    const token = /token is (\S{43})/.exec(test.get(SandboxMessages).to(user.email)[0]?.text ?? '')?.[1];
    const newPassword = 'Trivet-demo-2';
    const reset = await somewhere().call<{ deviceToken: string }>('POST', '/auth/password/reset', {
      body: { token, newPassword },
    });
    expect((await login(somewhere(), user.email, newPassword, reset.body.deviceToken)).status).toBe(200);
  });

  it('is looked at six times, however many guesses come at the same moment', async () => {
    const trier = { account: accountOf(newEmail()), ip: newAddress() };
    const guesses = await Promise.all(Array.from({ length: 40 }, () => begin(trier)));
    expect(guesses.filter(({ allowed }) => allowed)).toHaveLength(FREE + 1);
  });

  it('waits twice as long after each guess, up to an hour, and begins anew the next day', async () => {
    const trier = { account: accountOf(newEmail()), ip: newAddress() };
    for (let time = 0; time <= FREE; time += 1) expect(await begin(trier)).toMatchObject({ allowed: true });
    for (const seconds of [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]) {
      clock.advance((seconds - 1) * SECOND_MS);
      expect([seconds, (await begin(trier)).allowed]).toEqual([seconds, false]);
      clock.advance(SECOND_MS);
      expect([seconds, (await begin(trier)).allowed]).toEqual([seconds, true]);
    }
    clock.advance(DAY_MS);
    for (let time = 0; time <= FREE; time += 1) expect(await begin(trier)).toMatchObject({ allowed: true });
  });

  it('is forgotten what failed once they succeed', async () => {
    const trier = { account: accountOf(newEmail()), ip: newAddress() };
    for (let round = 0; round < 3; round += 1) {
      for (let time = 1; time < FREE; time += 1) await begin(trier);
      const last = await begin(trier);
      expect(last.allowed).toBe(true);
      await last.succeeded();
    }
  });

  it('on a known device is slowed down too', async () => {
    const trier = { account: accountOf(newEmail()), ip: newAddress(), device: 'a device' };
    const guesses = await Promise.all(Array.from({ length: 40 }, () => begin(trier)));
    expect(guesses.filter(({ allowed }) => allowed)).toHaveLength(11);
    expect(await begin({ ...trier, device: 'another' })).toMatchObject({ allowed: true });
  });

  it('cannot use up the tries of a minute for a known device, nor for other addresses', async () => {
    const { user } = await somewhere().register();
    const { deviceToken } = (await login(somewhere(), user.email, PASSWORD)).body;
    const guesser = somewhere();
    await fail(guesser, user.email, 10);
    expect((await login(guesser, user.email, WRONG)).status).toBe(429);
    expect((await login(guesser, user.email, PASSWORD, deviceToken)).status).toBe(200);
    expect((await login(somewhere(), user.email, PASSWORD)).status).toBe(200);
  });

  it('gains nothing by the token of another account, a forged one, or an old one', async () => {
    const [ada, eve] = [await somewhere().register(), await somewhere().register()];
    const devices = test.get(KnownDevices);
    const token = devices.issue(ada.user.email);
    expect(devices.idOf(token, ada.user.email.toUpperCase())).toEqual(matching(/^[\w-]{22}$/));
    expect(devices.idOf(token, eve.user.email)).toBeUndefined();
    const [id, until, signature] = token.split('.') as [string, string, string];
    const forged = [
      `${id}.${Number(until) + 1}.${signature}`,
      `${id.slice(1)}A.${until}.${signature}`,
      `${id}.${until}`,
      '',
      7,
      null,
    ];
    expect(forged.map((text) => devices.idOf(text, ada.user.email))).toEqual(forged.map(() => undefined));
    const later = new KnownDevices(
      test.get<Config>(CONFIG),
      new TestClock(new Date(clock.now().getTime() + 401 * DAY_MS)),
    );
    expect(later.idOf(token, ada.user.email)).toBeUndefined();
  });

  describe('learns nothing', () => {
    const cases: Record<string, () => Promise<{ email: string; client: IdentityClient; password: string }>> = {
      'an unknown address': async () => ({ email: newEmail(), client: somewhere(), password: WRONG }),
      'a wrong password': async () => ({
        email: (await somewhere().register()).user.email,
        client: somewhere(),
        password: WRONG,
      }),
      'a suspended account, with the right password': async () => {
        const { user } = await somewhere().register();
        await test.get(Postgres).prisma.user.update({ where: { id: user.id }, data: { status: 'suspended' } });
        return { email: user.email, client: somewhere(), password: PASSWORD };
      },
      'a deleted account, with the right password': async () => {
        const { user, tokens } = await somewhere().register();
        await somewhere().call('DELETE', '/me', { token: tokens.accessToken });
        return { email: user.email, client: somewhere(), password: PASSWORD };
      },
      'a locked account, with the right password': async () => {
        const { user } = await somewhere().register();
        const client = somewhere();
        await fail(client, user.email, FREE + 1);
        return { email: user.email, client, password: PASSWORD };
      },
    };

    // Not the time, which a busy machine stretches, but what takes it: the same steps, as often.
    it.each(Object.keys(cases))('of %s: the same answer for the same work', async (what) => {
      const { email, client, password } = await (cases[what] as () => ReturnType<(typeof cases)[string]>)();
      const [matches, credentials] = [
        jest.spyOn(test.get(Passwords), 'matches'),
        jest.spyOn(test.get(Users), 'credentialsOf'),
      ];
      const stored = jest.spyOn(test.get(DynamoDb).document, 'send');
      const answer = await login(client, email, password);
      const work = {
        hashed: matches.mock.calls.length,
        read: credentials.mock.calls.length,
        stored: stored.mock.calls.length,
      };
      for (const spy of [matches, credentials, stored]) spy.mockRestore();
      expect(work).toEqual({ hashed: 1, read: 1, stored: 2 });
      const title = 'The e-mail address or the password is wrong';
      const problem = {
        type: 'urn:trivet:problem:invalid_credentials',
        title,
        detail: title,
        code: 'invalid_credentials',
      };
      expect(said(answer)).toEqual({ ...problem, status: 401, requestId: '' });
    });
  });
});
