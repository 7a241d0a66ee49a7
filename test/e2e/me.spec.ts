import { createPrivateKey, type KeyObject } from 'node:crypto';
import { CONFIG, type Config } from '../../src/platform/config/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { anotherKey, decodeToken, hmacWithPublicKey, signedBy, unsigned } from './forged-token.ts';
import { IdentityClient, type SignedIn } from './identity-client.ts';

const HOUR_SECONDS = 3_600;

describe('GET /me', () => {
  let test: TestApp;
  let client: IdentityClient;
  let ada: SignedIn;
  let key: KeyObject;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    test = await startTestApp();
    client = new IdentityClient(test.app);
    ada = await client.register();
    key = createPrivateKey(test.app.get<Config>(CONFIG).tokens.privateKeyPem);
    ({ header, claims } = decodeToken(ada.tokens.accessToken));
  });
  afterAll(() => test.close());

  it('tells who I am', async () => {
    expect(await client.me(ada.tokens.accessToken)).toMatchObject({ status: 200, body: ada.user });
  });

  it('never shows a password hash', async () => {
    expect(JSON.stringify((await client.me(ada.tokens.accessToken)).body)).not.toMatch(/argon2|password/i);
  });

  it('serves a token that was checked before as the first time', async () => {
    const answers = [await client.me(ada.tokens.accessToken), await client.me(ada.tokens.accessToken)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic YTpi', 'Token x'])(
    'refuses the Authorization %j as no authentication at all',
    async (authorization) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answer = await client.call('GET', '/me', { headers });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    },
  );

  const forgeries: Record<string, () => string> = {
    'text that is no token': () => 'hello',
    'three empty parts': () => '..',
    'parts that are no JSON': () => 'YQ.YQ.YQ',
    'a header that is null': () => `${Buffer.from('null').toString('base64url')}.e30.AA`,
    'a good header before a broken payload': () => `${ada.tokens.accessToken.split('.')[0]}.YQ.YQ`,
    'alg none': () => unsigned(header, claims, 'none'),
    'alg None': () => unsigned(header, claims, 'None'),
    'ES256 without a signature': () => unsigned(header, claims, 'ES256'),
    'HS256 with the public key as the secret': () => hmacWithPublicKey(key, header, claims),
    'another alg in the header': () => signedBy(key, { ...header, alg: 'ES384' }, claims),
    'the signature of another key': () => signedBy(anotherKey(), header, claims),
    'an unknown kid': () => signedBy(key, { ...header, kid: 'other' }, claims),
    'no kid': () => signedBy(key, { alg: 'ES256', typ: 'JWT' }, claims),
    'another issuer': () => signedBy(key, header, { ...claims, iss: 'https://elsewhere.example' }),
    'another audience': () => signedBy(key, header, { ...claims, aud: 'another-api' }),
    'no issuer': () => signedBy(key, header, { ...claims, iss: undefined }),
    'no audience': () => signedBy(key, header, { ...claims, aud: undefined }),
    'an expiry that has passed': () => signedBy(key, header, { ...claims, exp: Math.floor(Date.now() / 1000) - 1 }),
    'no expiry': () => signedBy(key, header, { ...claims, exp: undefined }),
    'an expiry that is text': () => signedBy(key, header, { ...claims, exp: 'never' }),
    'a start in the future': () =>
      signedBy(key, header, { ...claims, nbf: Math.floor(Date.now() / 1000) + HOUR_SECONDS }),
    'no subject': () => signedBy(key, header, { ...claims, sub: undefined }),
    'a subject that is no id': () => signedBy(key, header, { ...claims, sub: 'admin' }),
    'no session': () => signedBy(key, header, { ...claims, sid: undefined }),
    'roles that are text': () => signedBy(key, header, { ...claims, roles: 'admin' }),
    'claims that were changed': () => {
      const [head, , signature] = ada.tokens.accessToken.split('.');
      return `${head}.${Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url')}.${signature}`;
    },
    'one letter too many': () => `${ada.tokens.accessToken}A`,
  };

  it.each(Object.keys(forgeries))('refuses a token with %s', async (what) => {
    const answer = await client.me(forgeries[what]?.());
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('accepts what the forgeries are made of when nothing is wrong with it', async () => {
    expect((await client.me(signedBy(key, header, claims))).status).toBe(200);
  });

  it.each([[['admin']], [['__proto__', 'root']], [[]]])(
    'asks its own data, and not the token that says %j',
    async (roles) => {
      const token = signedBy(key, header, { ...claims, roles });
      expect((await client.me(token)).status).toBe(200);
      expect(await client.call('GET', '/admin/system', { token })).toMatchObject({ status: 403 });
    },
  );

  it('knows no token of a person who is gone', async () => {
    const sub = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';
    expect(await client.me(signedBy(key, header, { ...claims, sub }))).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    });
  });
});
