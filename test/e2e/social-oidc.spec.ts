import { REDIRECT_TO } from '../support/fake-identity-provider.ts';
import { RealIdentityProvider } from '../support/real-identity-provider.ts';
import { World } from '../support/world.ts';
import { Browser, type SignedInBody } from './social-world.ts';

describe('signing in with a real OpenID Connect provider', () => {
  let provider: RealIdentityProvider;
  let world: World;

  beforeAll(async () => {
    // It says on the console that it is not in production.
    for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
    provider = await RealIdentityProvider.start();
    world = await World.open(provider.environment);
  });
  afterAll(async () => {
    await world.close();
    await provider.close();
    jest.restoreAllMocks();
  });

  // The provider is a real one: its tokens are of a time that does not stand still.
  beforeEach(() => world.clock.set(new Date()));

  const redeem = (ticket: string, verifier: string) =>
    world.call<SignedInBody>('POST', '/auth/social/tokens', undefined, { body: { ticket, verifier } });
  /** Begins here, logs in there, and comes back: what the browser was sent back with. */
  const goAndReturn = async (browser: Browser, login: string) => {
    const begun = await browser.begin('google');
    const back = await provider.walk(begun.url, login);
    return { begun, back: `/auth/social/google/callback${back.search}` };
  };
  const ticketOf = (location: string | null) => new URL(location ?? '').searchParams.get('ticket') ?? '';

  it('makes an account, and finds it again: code, PKCE, nonce, state, issuer and signature, all of them real', async () => {
    const ids: string[] = [];
    for (let times = 0; times < 2; times += 1) {
      const browser = new Browser(world);
      const { begun, back } = await goAndReturn(browser, 'ada');
      const location = (await browser.get(back)).headers.get('location');
      expect(location?.startsWith(`${REDIRECT_TO}?ticket=`)).toBe(true);
      const { status, body } = await redeem(ticketOf(location), begun.verifier);
      expect([status, body.user.email, body.user.emailVerified]).toEqual([200, 'ada@test.example', true]);
      ids.push(body.user.id);
      expect((await world.call('GET', '/me', { id: body.user.id, token: body.tokens.accessToken })).status).toBe(200);
    }
    expect(ids[0]).toBe(ids[1]);
  });

  it('takes a code for the attempt that it was given for, and for no other', async () => {
    const [thief, victim] = [new Browser(world), new Browser(world)];
    const stolen = new URLSearchParams((await goAndReturn(victim, 'grace')).back.split('?')[1]);
    const begun = await thief.begin('google');
    stolen.set('state', begun.state);
    const { headers } = await thief.get(`/auth/social/google/callback?${stolen.toString()}`);
    expect(headers.get('location')).toBe(`${REDIRECT_TO}?error=social_sign_in_failed`);
  });

  it('takes a code once: the provider, too, ends what came of it when it comes again', async () => {
    const browser = new Browser(world);
    const { back } = await goAndReturn(browser, 'mary');
    expect((await browser.get(back)).status).toBe(303);
    expect(await browser.get(back)).toMatchObject({ status: 401, body: { code: 'social_sign_in_failed' } });
    const again = new URLSearchParams(back.split('?')[1]);
    again.set('state', (await browser.begin('google')).state);
    const { headers } = await browser.get(`/auth/social/google/callback?${again.toString()}`);
    expect(headers.get('location')).toBe(`${REDIRECT_TO}?error=social_sign_in_failed`);
  });

  it('offers what there are credentials for, and nothing else', async () => {
    expect((await world.call('GET', '/auth/social')).body).toEqual({ data: [{ provider: 'google', native: false }] });
    const query = `redirectTo=${encodeURIComponent(REDIRECT_TO)}&challenge=${'A'.repeat(43)}`;
    for (const name of ['apple', 'facebook', 'x'])
      expect((await world.call('GET', `/auth/social/${name}/start?${query}`)).status).toBe(404);
    const body = { idToken: 'a.b.c', nonce: 'a nonce of the app' };
    expect((await world.call('POST', '/auth/social/google/id-token', undefined, { body })).status).toBe(404);
  });
});
