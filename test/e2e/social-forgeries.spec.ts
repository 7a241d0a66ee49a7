import { createHash } from 'node:crypto';
import { exportSPKI, generateKeyPair, type JWTPayload } from 'jose';
import { NATIVE_CLIENT } from '../support/fake-identity-provider.ts';
import { SocialWorld } from './social-world.ts';

const WEB_CLIENT = 'google-client';
const VERIFIED = { email_verified: true };
const FAILED = { status: 401, body: { code: 'social_sign_in_failed' } };

let social: SocialWorld;

beforeAll(async () => {
  social = await SocialWorld.open();
});
afterAll(() => social.close());

const seconds = (fromNow: number) => Math.floor(social.world.clock.now().getTime() / 1_000) + fromNow;
const unsigned = (header: object, claims: object) =>
  [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
const usual = (nonce: string, aud: string): JWTPayload => ({
  ...{ iss: social.provider.issuer('google'), aud, sub: 'forged', nonce, iat: seconds(0) },
  ...{ exp: seconds(600), email: 'victim@test.example', ...VERIFIED },
});

type Forge = (nonce: string, aud: string) => string | Promise<string>;

const FORGERIES: readonly (readonly [string, Forge])[] = [
  ['another nonce', (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), nonce: 'another' })],
  ['no nonce', (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), nonce: undefined })],
  ['another audience', (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), aud: 'another-client' })],
  ['two audiences', (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), aud: [aud, 'another'] })],
  [
    'another issuer',
    (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), iss: social.provider.issuer('apple') }),
  ],
  [
    'an end that is over',
    (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), iat: seconds(-900), exp: seconds(-300) }),
  ],
  ['no end', (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), exp: undefined })],
  ['nobody', (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), sub: undefined })],
  ['an empty subject', (nonce, aud) => social.provider.idToken({ ...usual(nonce, aud), sub: '' })],
  ['the algorithm none', (nonce, aud) => `${unsigned({ alg: 'none' }, usual(nonce, aud))}.`],
  ['no signature', async (nonce, aud) => (await social.provider.idToken(usual(nonce, aud))).replace(/\.[^.]*$/, '.')],
  [
    'another’s key',
    async (nonce, aud) => {
      const { privateKey } = await generateKeyPair('RS256');
      return social.provider.idToken(usual(nonce, aud), { key: privateKey });
    },
  ],
  [
    'a key that nobody published',
    async (nonce, aud) => {
      const { privateKey } = await generateKeyPair('RS256');
      return social.provider.idToken(usual(nonce, aud), { header: { alg: 'RS256', kid: 'mine' }, key: privateKey });
    },
  ],
  [
    'the client secret for a key',
    (nonce, aud) => {
      const key = new TextEncoder().encode('google-secret'.padEnd(32, '\0'));
      return social.provider.idToken(usual(nonce, aud), { header: { alg: 'HS256' }, key });
    },
  ],
  [
    'the public key for a secret',
    async (nonce, aud) => {
      const { publicKey } = await generateKeyPair('RS256', { extractable: true });
      const key = new TextEncoder().encode(await exportSPKI(publicKey));
      return social.provider.idToken(usual(nonce, aud), { header: { alg: 'HS256', kid: 'the-key' }, key });
    },
  ],
  [
    'changed claims',
    async (nonce, aud) => {
      const [header, , signature] = (await social.provider.idToken(usual(nonce, aud))).split('.');
      const claims = Buffer.from(JSON.stringify({ ...usual(nonce, aud), sub: 'admin' })).toString('base64url');
      return `${header}.${claims}.${signature}`;
    },
  ],
];

describe('an id token of', () => {
  it.each(FORGERIES)('%s proves nothing to the browser’s way', async (_what, forge) => {
    const browser = social.browser();
    const begun = await browser.begin('google');
    social.provider.giveIdToken(await forge(begun.nonce, WEB_CLIENT));
    const { ticket, error } = social.toldBy(await browser.comeBack(begun));
    expect([ticket, error]).toEqual([null, 'social_sign_in_failed']);
  });

  it.each(FORGERIES)('%s proves nothing from an app', async (_what, forge) => {
    const nonce = 'a nonce of the app';
    const body = { idToken: await forge(nonce, NATIVE_CLIENT), nonce };
    const answer = await social.world.call('POST', '/auth/social/google/id-token', undefined, { body });
    expect([answer.status, answer.body['code']].join(' ')).toMatch(/401 social_sign_in_failed|400 validation_failed/);
  });

  it('an honest provider proves who it is, to both', async () => {
    const proof = await social.proved({ sub: 'honest', ...VERIFIED });
    expect(proof.ticket).toMatch(/^[\w-]{43}$/);
    const body = {
      idToken: await social.provider.idToken(usual('a nonce of the app', NATIVE_CLIENT)),
      nonce: 'a nonce of the app',
    };
    expect((await social.world.call('POST', '/auth/social/google/id-token', undefined, { body })).status).toBe(200);
  });

  it('a native app is for that app, fresh, and taken once', async () => {
    const nonce = 'a nonce of the app';
    const native = { sub: 'native', aud: NATIVE_CLIENT, email: 'native@test.example', ...VERIFIED, nonce };
    const send = (idToken: string, provider = 'google') =>
      social.world.call('POST', `/auth/social/${provider}/id-token`, undefined, { body: { idToken, nonce } });
    const old = await social.provider.idToken({ ...native, iat: seconds(-700), exp: seconds(300) });
    expect(await send(old)).toMatchObject(FAILED);
    expect(await send(await social.provider.idToken({ ...native, aud: 'google-client' }))).toMatchObject(FAILED);
    const good = await social.provider.idToken(native);
    expect(await send(good, 'apple')).toMatchObject(FAILED);
    expect(await send(good, 'x')).toMatchObject({ status: 404 });
    const answers = await Promise.all(Array.from({ length: 4 }, () => send(good)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect(await send(good)).toMatchObject(FAILED);
    const hashed = createHash('sha256').update(nonce).digest('hex');
    expect((await send(await social.provider.idToken({ ...native, nonce: hashed, jti: '2' }))).status).toBe(200);
  });
});
