import { AuditWorld, type LoggedEvent } from '../support/audit-world.ts';
import { PASSWORD, Stage } from '../support/stage.ts';
import type { Body, Person } from '../support/world.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const FREE = 5;

describe('who guesses', () => {
  let world: AuditWorld;
  let stage: Stage;

  // As many tries as in production, and as many as one likes of all else.
  beforeAll(async () => {
    world = await AuditWorld.open({ RATE_LIMIT_SCALE: '1' });
    stage = new Stage(world);
  });
  // Tries of one minute are not those of the next.
  afterEach(() => world.clock.advance(2 * MINUTE_MS));
  afterAll(() => world.close());

  const login = (email: string, password = 'not the password', deviceToken?: string) =>
    world.call('POST', '/auth/login', undefined, { body: { email, password, deviceToken } });
  const loggedOn = async (subjectId: string, action: string): Promise<LoggedEvent[]> =>
    (await world.logged(`subjectId=${subjectId}`)).filter((event) => event.action === action);
  const ticketOf = async (email: string): Promise<string> => String((await login(email, PASSWORD)).body['mfaTicket']);
  const verify = (ticket: string, code: string) =>
    world.call('POST', '/auth/mfa/verify', undefined, { body: { ticket, code } });
  /** A code that the authenticator shows neither now nor around it. */
  const refused = (secret: string): string => {
    const shown = [-3, -2, -1, 0, 1, 2, 3, 4].map((steps) => stage.totp(secret, steps));
    return (
      ['0', '1', '2', '3', '4', '5', '6', '7', '8']
        .map((digit) => digit.repeat(6))
        .find((code) => !shown.includes(code)) ?? ''
    );
  };
  const now = ({ id }: Person): Person => ({ id, token: world.tokenOf(id) });

  it('leaves an event when the account is locked to them: one a lock, and none a try', async () => {
    const { person, email } = await stage.account();
    for (let time = 0; time < FREE; time += 1) await login(email);
    expect(await loggedOn(person.id, 'account.locked')).toEqual([]);
    for (let time = 0; time < 3; time += 1) await login(email);
    expect(await loggedOn(person.id, 'account.locked')).toMatchObject([
      {
        ...{ service: 'auth', actor: 'anonymous', userId: null, ip: '127.0.0.1' },
        after: { door: 'password', of: 'network', forSeconds: 30, tries: FREE + 1 },
      },
    ]);
    world.clock.advance(MINUTE_MS);
    await login(email);
    await login(email);
    const locks = await loggedOn(person.id, 'account.locked');
    expect(locks.map(({ after }) => (after as Body)['forSeconds'])).toEqual([60, 30]);
  });

  it('leaves one, too, at the door of nobody, without the address', async () => {
    const email = 'nobody-there@test.example';
    for (let time = 0; time <= FREE; time += 1) await login(email);
    const [event] = await loggedOn('nobody', 'account.locked');
    expect(event).toMatchObject({ after: { door: 'password', of: 'network' }, ip: '127.0.0.1' });
    expect(JSON.stringify(event)).not.toContain('nobody-there');
  });

  it('leaves an event of the first second factor that is refused, and then of each lock', async () => {
    const { person, email, secret } = await stage.guarded();
    world.clock.advance(30 * SECOND_MS);
    let ticket = await ticketOf(email);
    const wrong = refused(secret);
    for (let time = 0; time < FREE; time += 1) expect((await verify(ticket, wrong)).status).toBe(422);
    expect(await loggedOn(person.id, 'second_factor.refused')).toMatchObject([
      { service: 'auth', actor: 'anonymous', after: { door: 'second-step' }, ip: '127.0.0.1' },
    ]);
    world.clock.advance(MINUTE_MS);
    ticket = await ticketOf(email);
    await verify(ticket, wrong);
    expect(await loggedOn(person.id, 'second_factor.refused')).toHaveLength(1);
    expect(await loggedOn(person.id, 'account.locked')).toMatchObject([{ after: { door: 'second-step' } }]);
  });

  it('leaves an event of a code that is refused to who is signed in', async () => {
    const { person, secret } = await stage.guarded();
    world.clock.advance(30 * SECOND_MS);
    const code = refused(secret);
    for (let time = 0; time < 2; time += 1) {
      await world.call('POST', '/auth/step-up', now(person), { body: { code } });
    }
    // Each token is of another session, and counts by itself.
    expect(await loggedOn(person.id, 'second_factor.refused')).toMatchObject([
      { actor: 'user', userId: person.id, after: { door: 'step-up' } },
      { actor: 'user', userId: person.id, after: { door: 'step-up' } },
    ]);
  });

  it('leaves an event that says why a session was ended whose token was used twice, once', async () => {
    const { person, refreshToken } = await stage.account();
    const refresh = () => world.call('POST', '/auth/refresh', undefined, { body: { refreshToken } });
    expect((await refresh()).status).toBe(200);
    for (let time = 0; time < 3; time += 1)
      expect((await refresh()).body).toMatchObject({ code: 'refresh_token_reused' });
    expect(await loggedOn(person.id, 'session.ended')).toMatchObject([
      { service: 'access', reason: 'refresh_token_reused', ip: '127.0.0.1' },
    ]);
  });
});
