import { createHash, createPublicKey, createPrivateKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { Asked } from '../support/fake-identity-provider.ts';
import { SocialWorld } from './social-world.ts';

let social: SocialWorld;

beforeAll(async () => {
  social = await SocialWorld.open();
});
afterAll(() => social.close());
beforeEach(() => void social.provider.asked.splice(0));

const VICTIM = 'ada@test.example';
const bearer = { access_token: 'the-access-token', token_type: 'bearer', expires_in: 3_600 };

/** What each of those without id tokens says, and what is made of it. */
const PROVIDERS = {
  facebook: { token: bearer, userinfo: { id: 'f-1', email: VICTIM, first_name: 'Ada', last_name: 'Byron' } },
  instagram: {
    token: { data: [{ access_token: 'the-access-token', user_id: 17, permissions: 'instagram_business_basic' }] },
    userinfo: { user_id: '17841400000000000', username: 'ada' },
  },
  tiktok: {
    token: { ...bearer, open_id: 't-1' },
    userinfo: { data: { user: { open_id: 't-1', display_name: 'Ada' } } },
  },
  snapchat: { token: bearer, userinfo: { data: { me: { externalId: 's-1', displayName: 'Ada' } }, errors: [] } },
  x: { token: bearer, userinfo: { data: { id: '42', name: 'Ada Byron', confirmed_email: 'x@test.example' } } },
} as const;

type Name = keyof typeof PROVIDERS;

const prove = async (name: Name, userinfo: unknown = PROVIDERS[name].userinfo) => {
  const browser = social.browser();
  const begun = await browser.begin(name);
  social.provider.token = () => ({ body: PROVIDERS[name].token });
  social.provider.userinfo = ({ headers }: Asked) =>
    headers.authorization === 'Bearer the-access-token' ? { body: userinfo } : { status: 401, body: {} };
  return { begun, ...social.toldBy(await browser.comeBack(begun)) };
};

describe('GET /auth/social', () => {
  it('lists what there are credentials for, and which take the id tokens of apps', async () => {
    const { body } = await social.world.call<{ data: { provider: string; native: boolean }[] }>('GET', '/auth/social');
    expect(body.data.map(({ provider }) => provider)).toEqual([
      ...['google', 'facebook', 'instagram', 'apple', 'tiktok', 'snapchat', 'x'],
    ]);
    expect(body.data.filter(({ native }) => native).map(({ provider }) => provider)).toEqual([
      'google',
      'facebook',
      'apple',
    ]);
  });
});

describe.each(Object.keys(PROVIDERS) as Name[])('%s', (name) => {
  it('is asked who it is with the token of its code, the verifier, and our credentials', async () => {
    const { begun, ticket } = await prove(name);
    expect(ticket).not.toBeNull();
    const [token, userinfo] = social.provider.asked;
    const sent = Object.fromEntries(token?.form ?? []);
    expect(sent).toMatchObject({ grant_type: 'authorization_code', code: 'code' });
    expect(sent['redirect_uri']).toBe(`https://api.example/api/v1/auth/social/${name}/callback`);
    const challenge = createHash('sha256')
      .update(sent['code_verifier'] ?? '')
      .digest('base64url');
    expect(challenge).toBe(begun.url.searchParams.get('code_challenge'));
    const isBasic = token?.headers.authorization === `Basic ${btoa(`${name}-client:${name}-secret`)}`;
    const isPosted = sent['client_secret'] === `${name}-secret`;
    expect([isBasic, isPosted]).toEqual([name === 'x', name !== 'x']);
    expect(sent['client_key']).toBe(name === 'tiktok' ? 'tiktok-client' : undefined);
    expect(begun.url.searchParams.get('client_key')).toBe(name === 'tiktok' ? 'tiktok-client' : null);
    expect(userinfo?.headers.authorization).toBe('Bearer the-access-token');
  });

  it('signs nobody in when it does not say who, fails, or says it in another form', async () => {
    for (const userinfo of [{}, { error: { code: 'access_token_invalid' } }, { data: null }, [], 'x', { id: '' }])
      expect((await prove(name, userinfo)).error).toBe('social_sign_in_failed');
  });

  it('never opens the account of an address that it does not stand up for', async () => {
    const { begun, ticket } = await prove(name);
    const { status, body } = await social.redeem({ ticket: ticket ?? '', verifier: begun.verifier });
    if (name === 'x') expect([status, body.user.email]).toEqual([200, 'x@test.example']);
    else expect([status, body.code]).toEqual([422, 'social_email_unproved']);
  });

  it('signs in whom it is linked to', async () => {
    const person = await social.world.person();
    await social.addressOf(person, true);
    await social.world.postgres.prisma.userIdentity.deleteMany({ where: { provider: name } });
    const linking = await prove(name);
    const linked = await social.link(person, { ticket: linking.ticket ?? '', verifier: linking.begun.verifier });
    expect(linked.status).toBe(200);
    const { begun, ticket } = await prove(name);
    const { body } = await social.redeem({ ticket: ticket ?? '', verifier: begun.verifier });
    expect(body.user.id).toBe(person.id);
  });
});

describe('apple', () => {
  it('is shown a secret that we signed a moment ago, and sends the browser back with a form', async () => {
    const browser = social.browser();
    const begun = await browser.begin('apple');
    expect(begun.url.searchParams.get('response_mode')).toBe('form_post');
    const claims = { iss: social.provider.issuer('apple'), aud: 'apple-client', sub: 'a-1', nonce: begun.nonce };
    const email = 'relay@privaterelay.example';
    social.provider.giveIdToken(await social.provider.idToken({ ...claims, email, email_verified: 'true' }));
    const user = JSON.stringify({ name: { firstName: 'Ada', lastName: 'Byron' }, email: 'admin@test.example' });
    const { ticket } = social.toldBy(await browser.comeBack(begun, { code: 'code', user }));
    const { body } = await social.redeem({ ticket: ticket ?? '', verifier: begun.verifier });
    expect(body.user).toMatchObject({ email, emailVerified: true, firstName: 'Ada', lastName: 'Byron' });
    const secret = social.provider.asked[0]?.form.get('client_secret') ?? '';
    const key = createPublicKey(createPrivateKey(social.provider.appleKey));
    const { payload, protectedHeader } = await jwtVerify(secret, key, { audience: social.provider.issuer('apple') });
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY' });
    expect(payload).toMatchObject({ iss: 'TEAM', sub: 'apple-client' });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
  });

  it('takes no form twice, none that says a thing twice, and none with a link’s cookie', async () => {
    const browser = social.browser();
    const begun = await browser.begin('apple');
    const twice = new URLSearchParams([
      ['state', begun.state],
      ['state', begun.state],
    ]);
    expect((await browser.postForm('/auth/social/apple/callback', twice)).status).toBe(400);
    const other = social.browser();
    await other.begin('google');
    expect(await other.comeBack(begun)).toMatchObject({ status: 401 });
    expect(await browser.comeBack(begun)).toMatchObject({ status: 401 });
    const form = new URLSearchParams({ email: 'a@test.example', password: 'x' });
    expect((await browser.postForm('/auth/login', form)).status).toBe(415);
  });
});

describe('facebook’s id tokens of apps', () => {
  it('say who it is, and stand up for no address', async () => {
    const nonce = 'a nonce of the app';
    const claims = { iss: social.provider.issuer('facebook'), aud: 'com.example.app', sub: 'f-9', nonce };
    const idToken = await social.provider.idToken({ ...claims, email: VICTIM, email_verified: true });
    const body = { idToken, nonce };
    const answer = await social.world.call('POST', '/auth/social/facebook/id-token', undefined, { body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'social_email_unproved' } });
  });
});
