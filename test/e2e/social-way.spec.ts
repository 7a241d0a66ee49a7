import { PUBLIC_URL, REDIRECT_TO } from '../support/fake-identity-provider.ts';
import { type Begun, SocialWorld } from './social-world.ts';

const VERIFIED = { email_verified: true };
const FAILED = { status: 401, body: { code: 'social_sign_in_failed' } };

let social: SocialWorld;

beforeAll(async () => {
  social = await SocialWorld.open();
});
afterAll(() => social.close());

describe('what a browser is sent to a provider with', () => {
  it('is a state, a nonce and a challenge of its own each time, and no secret', async () => {
    const browser = social.browser();
    const [one, other] = [await browser.begin('google'), await browser.begin('google')];
    const said = Object.fromEntries(one.url.searchParams);
    expect(said).toMatchObject({
      ...{ response_type: 'code', client_id: 'google-client', scope: 'openid email profile' },
      ...{ redirect_uri: `${PUBLIC_URL}/api/v1/auth/social/google/callback`, code_challenge_method: 'S256' },
    });
    const random = ['state', 'nonce', 'code_challenge'] as const;
    for (const name of random) {
      expect(said[name]).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(said[name]).not.toBe(other.url.searchParams.get(name));
    }
    expect(one.url.href).not.toContain('secret');
  });

  it('is bound to the browser by a cookie that nobody else reads or sets', async () => {
    const query = `redirectTo=${encodeURIComponent(REDIRECT_TO)}&challenge=${'A'.repeat(43)}`;
    const cookieOf = async (provider: string) =>
      (await social.browser().get(`/auth/social/${provider}/start?${query}`)).headers.getSetCookie();
    const common = /Path=\/; Max-Age=600; HttpOnly; Secure; SameSite=/;
    expect(await cookieOf('google')).toEqual([
      expect.stringMatching(/^__Host-trivet-social=[\w-]{43}; .*SameSite=Lax$/),
    ]);
    expect(await cookieOf('apple')).toEqual([expect.stringMatching(/^__Host-trivet-social-form=.*SameSite=None$/)]);
    expect((await cookieOf('x'))[0]).toMatch(common);
  });

  it.each([
    'https://evil.example/signed-in',
    `${REDIRECT_TO}/`,
    `${REDIRECT_TO}?next=https://evil.example`,
    `${REDIRECT_TO}#`,
    'https://app.example@evil.example/signed-in',
    'HTTPS://APP.EXAMPLE/signed-in',
    'javascript:alert(1)',
    '//app.example/signed-in',
  ])('never goes to come back to %s', async (redirectTo) => {
    const query = new URLSearchParams({ redirectTo, challenge: 'A'.repeat(43) });
    expect(await social.browser().get(`/auth/social/google/start?${query.toString()}`)).toMatchObject({
      status: 422,
      body: { code: 'redirect_not_allowed' },
    });
  });

  it('is nothing for a provider that does not exist', async () => {
    const query = `redirectTo=${encodeURIComponent(REDIRECT_TO)}&challenge=${'A'.repeat(43)}`;
    for (const name of ['myspace', '__proto__', 'constructor', 'GOOGLE'])
      expect((await social.browser().get(`/auth/social/${name}/start?${query}`)).status).toBe(404);
  });
});

describe('who comes back', () => {
  const give = async (begun: Begun) =>
    social.provider.giveIdToken(await social.provider.idToken({ sub: 'honest', nonce: begun.nonce, ...VERIFIED }));

  it('is taken once: neither a state nor a code works again', async () => {
    const browser = social.browser();
    const begun = await browser.begin('google');
    await give(begun);
    expect(social.toldBy(await browser.comeBack(begun)).ticket).not.toBeNull();
    expect(await browser.comeBack(begun)).toMatchObject(FAILED);
    const asked = social.provider.asked.length;
    await browser.comeBack(begun);
    expect(social.provider.asked).toHaveLength(asked);
  });

  it('is taken once also when it is tried eight times at once', async () => {
    const browser = social.browser();
    const begun = await browser.begin('google');
    await give(begun);
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.comeBack(begun)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(7).fill(401)]);
  });

  it('is refused in another browser, without the cookie, with another state, with another provider, and too late', async () => {
    const [browser, other] = [social.browser(), social.browser()];
    await other.begin('google');
    const begin = async () => {
      const begun = await browser.begin('google');
      await give(begun);
      return begun;
    };
    expect(await other.comeBack(await begin())).toMatchObject(FAILED);
    expect(await social.browser().comeBack(await begin())).toMatchObject(FAILED);
    expect(await browser.comeBack({ ...(await begin()), state: 'A'.repeat(43) })).toMatchObject(FAILED);
    for (const provider of ['facebook', 'x', 'apple'])
      expect(await browser.comeBack({ ...(await begin()), provider })).toMatchObject(FAILED);
    const late = await begin();
    social.world.clock.advance(601_000);
    expect(await browser.comeBack(late)).toMatchObject(FAILED);
  });

  it('is refused with the answer of another issuer, or with one that says things twice', async () => {
    const browser = social.browser();
    const told = async (parameters: (begun: Begun) => Record<string, string>, more = '') => {
      const begun = await browser.begin('google');
      await give(begun);
      const query = new URLSearchParams({ state: begun.state, code: 'c', ...parameters(begun) });
      return browser.get(`/auth/social/google/callback?${query.toString()}${more}`);
    };
    expect(social.toldBy(await told(() => ({ iss: 'https://evil.example' }))).error).toBe('social_sign_in_failed');
    expect(social.toldBy(await told(() => ({}), '&code=d')).error).toBe('social_sign_in_failed');
    expect((await told(() => ({ iss: social.provider.issuer('google') }))).headers.get('location')).toContain(
      'ticket=',
    );
  });

  it('is sent on without a proof when the person did not want to, or nothing was said', async () => {
    const browser = social.browser();
    const told = async (parameters: Record<string, string>) =>
      social.toldBy(await browser.comeBack(await browser.begin('google'), parameters));
    expect(await told({ error: 'access_denied' })).toEqual({ ticket: null, error: 'cancelled' });
    expect(await told({ error: '<script>' })).toEqual({ ticket: null, error: 'social_sign_in_failed' });
    expect(await told({})).toEqual({ ticket: null, error: 'social_sign_in_failed' });
    expect(await browser.get('/auth/social/google/callback')).toMatchObject({ status: 400 });
    expect(await browser.get('/auth/social/google/callback?state=')).toMatchObject({ status: 400 });
  });

  it('is told that the provider is away when it is', async () => {
    const browser = social.browser();
    for (const answer of ['nothing', { status: 503, body: {} }] as const) {
      social.provider.token = () => answer;
      const told = social.toldBy(await browser.comeBack(await browser.begin('google')));
      expect(told).toEqual({ ticket: null, error: 'identity_provider_unavailable' });
    }
    social.provider.token = () => ({ status: 400, body: { error: 'invalid_grant' } });
    const told = social.toldBy(await browser.comeBack(await browser.begin('google')));
    expect(told.error).toBe('social_sign_in_failed');
  });
});

describe('a ticket', () => {
  const claims = () => ({ sub: 'ticket', email: 'ticket@test.example', ...VERIFIED });

  it('is good once, with its verifier, and for two minutes', async () => {
    const proof = await social.proved(claims());
    const answers = await Promise.all(Array.from({ length: 4 }, () => social.redeem(proof)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const wrong = await social.proved(claims());
    expect(await social.redeem({ ...wrong, verifier: 'B'.repeat(43) })).toMatchObject(FAILED);
    expect(await social.redeem(wrong)).toMatchObject(FAILED);
    const late = await social.proved(claims());
    social.world.clock.advance(121_000);
    expect(await social.redeem(late)).toMatchObject(FAILED);
    expect(await social.redeem({ ticket: 'A'.repeat(43), verifier: 'A'.repeat(43) })).toMatchObject(FAILED);
  });

  it('is no state, and a state is no ticket', async () => {
    const begun = await social.browser().begin('google');
    expect(await social.redeem({ ticket: begun.state, verifier: begun.verifier })).toMatchObject(FAILED);
  });
});
