import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export type Part = Record<string, unknown>;

const HMACS = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;
/** The order of the group of P-256. */
const ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const SIGNATURE_BYTES = 64;

/** What a forger has to work with: a good token of theirs, and, to show that nothing else of ours is taken, our own key. */
export interface Material {
  readonly token: string;
  readonly key: KeyObject;
  /** A server of the forger's. */
  readonly url: string;
  /** Somebody else. */
  readonly victim: string;
  readonly refreshToken: string;
}

export function partsOf(token: string): { header: Part; claims: Part; signature: string } {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const decode = (part: string): Part => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part;
  return { header: decode(header), claims: decode(claims), signature };
}

const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const es256 = (content: string, key: KeyObject, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): string =>
  sign('sha256', Buffer.from(content), { key, dsaEncoding }).toString('base64url');

/** A token of any header and claims, signed by `key` as ours are. */
export function tokenBy(key: KeyObject, header: unknown, claims: unknown): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${es256(content, key)}`;
}

const withHmac = (alg: keyof typeof HMACS, secret: Buffer | string, header: Part, claims: Part): string => {
  const content = `${encode({ ...header, alg })}.${encode(claims)}`;
  return `${content}.${createHmac(HMACS[alg], secret).update(content).digest('base64url')}`;
};
const bare = (header: Part, claims: Part, signature = ''): string => `${encode(header)}.${encode(claims)}.${signature}`;

/** Tokens that say by themselves how they are to be checked. */
export function byAlgorithm({ token, key }: Material): Record<string, string> {
  const { header, claims, signature } = partsOf(token);
  const publicKey = createPublicKey(key);
  const secrets = {
    'our public key in PEM': publicKey.export({ type: 'spki', format: 'pem' }),
    'our public key in PEM, trimmed': String(publicKey.export({ type: 'spki', format: 'pem' })).trim(),
    'our public key in DER': publicKey.export({ type: 'spki', format: 'der' }),
    'our public key as a JWK': JSON.stringify(publicKey.export({ format: 'jwk' })),
    nothing: '',
    'the id of our key': String(header['kid']),
    'a word': 'secret',
  };
  const spellings = ['none', 'None', 'NONE', 'nOnE', ' none', 'none ', 'none\u0000', '', 'null', 'undefined'];
  const others: readonly [string, unknown][] = [
    ['null', null],
    ['a list', ['ES256']],
    ['a number', 0],
    ['an object', { alg: 'ES256' }],
  ];
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
  const bitcoin = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
  const edwards = generateKeyPairSync('ed25519').privateKey;
  const { alg: _alg, ...withoutAlg } = header;
  const signed = (alg: string, by: (content: string) => Buffer): string => {
    const content = `${encode({ ...header, alg })}.${encode(claims)}`;
    return `${content}.${by(content).toString('base64url')}`;
  };
  return {
    ...named(spellings, (alg) => [
      `alg "${alg.replace('\u0000', '\\0')}" and no signature`,
      bare({ ...header, alg }, claims),
    ]),
    ...named(spellings.slice(0, 4), (alg) => [
      `alg "${alg}" and the good signature`,
      bare({ ...header, alg }, claims, signature),
    ]),
    ...named(others, ([what, alg]) => [`an alg that is ${what}`, bare({ ...header, alg }, claims, signature)]),
    'no alg': bare(withoutAlg, claims, signature),
    'our alg and no signature': bare(header, claims),
    ...named(Object.entries(secrets), ([what, secret]) => [
      `HS256 with ${what}`,
      withHmac('HS256', secret, header, claims),
    ]),
    'HS384 with our public key': withHmac('HS384', secrets['our public key in PEM'], header, claims),
    'HS512 with our public key': withHmac('HS512', secrets['our public key in PEM'], header, claims),
    'RS256 by a key of theirs': signed('RS256', (content) => sign('sha256', Buffer.from(content), rsa)),
    'ES384 by a key of theirs': signed('ES384', (content) =>
      sign('sha384', Buffer.from(content), { key: p384, dsaEncoding: 'ieee-p1363' }),
    ),
    'ES256K by a key of theirs': signed('ES256K', (content) =>
      sign('sha256', Buffer.from(content), { key: bitcoin, dsaEncoding: 'ieee-p1363' }),
    ),
    'EdDSA by a key of theirs': signed('EdDSA', (content) => sign(null, Buffer.from(content), edwards)),
    'ES384 with our signature': bare({ ...header, alg: 'ES384' }, claims, signature),
    'ES256 in small letters': signed('es256', (content) => Buffer.from(es256(content, key), 'base64url')),
  };
}

/** Tokens that bring their own key, or name one elsewhere. */
export function byKey({ token, url }: Material): Record<string, string> {
  const { header, claims } = partsOf(token);
  const mine = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const jwk = { ...createPublicKey(mine).export({ format: 'jwk' }), kid: header['kid'] };
  const by = (more: Part): string => tokenBy(mine, { ...header, ...more }, claims);
  const kids = [
    '../../../../../../dev/null',
    '/dev/null',
    'file:///etc/passwd',
    "' union select 'c2VjcmV0' --",
    "x' or '1'='1",
    '$(id)',
    `${url}/kid`,
    'http://169.254.169.254/latest/meta-data/',
    '__proto__',
    'constructor',
    '',
    'k'.repeat(4_000),
  ];
  return {
    'a key of theirs under the name of ours': by({}),
    ...named(kids, (kid) => [`the kid ${kid.slice(0, 40)}`, by({ kid })]),
    ...named(kids.slice(0, 6), (kid) => [
      `HS256 with nothing and the kid ${kid}`,
      withHmac('HS256', '', { ...header, kid }, claims),
    ]),
    'a kid that is a list': by({ kid: [header['kid']] }),
    'a kid that is an object': by({ kid: { $ne: null } }),
    'no kid': by({ kid: undefined }),
    'a jwk of theirs': by({ jwk }),
    'a jku of theirs': by({ jku: `${url}/jku` }),
    'an x5u of theirs': by({ x5u: `${url}/x5u` }),
    'an x5c of theirs': by({ x5c: ['MIIB'] }),
    'a jwk, a jku and another kid': by({ jwk, jku: `${url}/jku`, kid: 'mine' }),
  };
}

/** Tokens whose signature is nearly that of a good one. */
export function bySignature({ token, key, victim }: Material): Record<string, string> {
  const { header, claims, signature } = partsOf(token);
  const [content, good] = [token.slice(0, token.lastIndexOf('.')), Buffer.from(signature, 'base64url')];
  const zeros = Buffer.alloc(SIGNATURE_BYTES);
  const [r, s] = [good.subarray(0, 32), good.subarray(32)];
  const ended = (bytes: Buffer): string => `${content}.${bytes.toString('base64url')}`;
  const flipped = Buffer.from(good);
  flipped[10] = (flipped[10] ?? 0) ^ 1;
  return {
    'a signature of zeros, as is good for every message in some verifiers': ended(zeros),
    'r of zero': ended(Buffer.concat([zeros.subarray(32), s])),
    's of zero': ended(Buffer.concat([r, zeros.subarray(32)])),
    'r and s of the order': ended(Buffer.concat([ORDER, ORDER])),
    'r and s of ones': ended(Buffer.concat([zeros.subarray(33), Buffer.of(1), zeros.subarray(33), Buffer.of(1)])),
    'its own signature in DER': `${content}.${es256(content, key, 'der')}`,
    'a byte less': ended(good.subarray(0, SIGNATURE_BYTES - 1)),
    'a byte more': ended(Buffer.concat([good, Buffer.of(0)])),
    'the signature twice': ended(Buffer.concat([good, good])),
    'r and s exchanged': ended(Buffer.concat([s, r])),
    'a bit of it changed': ended(flipped),
    padding: `${token}=`,
    'another letter that means the same': `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) + 1)}`,
    'the signature in plain base64': `${content}.${good.toString('base64')}`,
    'somebody else in the claims': bare(header, { ...claims, sub: victim }, signature),
    'a later end in the claims': bare(header, { ...claims, exp: Number(claims['exp']) + 1_000_000 }, signature),
    'another role in the claims': bare(header, { ...claims, roles: ['admin'] }, signature),
    'claims said twice': `${encode(header)}.${encode(JSON.stringify(claims).replace('{', `{"sub":"${victim}",`))}.${signature}`,
    'white space in the claims': `${encode(header)}.${encode(JSON.stringify(claims, null, 1))}.${signature}`,
    'the signature of another token': bare(
      header,
      claims,
      partsOf(tokenBy(key, header, { ...claims, sid: victim })).signature,
    ),
  };
}

/** Things that are shaped otherwise than a token. */
export function byShape({ token, refreshToken, key }: Material): Record<string, string> {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const parts = partsOf(token);
  return {
    'a refresh token': refreshToken,
    'nothing after the first dot': `${header}.`,
    'no signature and no dot': `${header}.${claims}`,
    'a part more': `${token}.x`,
    'five parts, as if encrypted': `${header}.${claims}.${signature}.x.x`,
    'three dots': '...',
    'a header that is no JSON': `${encode('{')}.${claims}.${signature}`,
    'claims that are no JSON': `${header}.${encode('{')}.${signature}`,
    'claims that are null': tokenBy(key, parts.header, null),
    'claims that are a list': tokenBy(key, parts.header, [parts.claims]),
    'claims that are a string': tokenBy(key, parts.header, '"x"'),
    'a token in the claims of a token': tokenBy(key, { ...parts.header, cty: 'JWT' }, token),
    'header and claims exchanged': `${claims}.${header}.${signature}`,
    'a byte order mark in the header': `${encode(`\ufeff${JSON.stringify(parts.header)}`)}.${claims}.${signature}`,
    'half of it': token.slice(0, Math.floor(token.length / 2)),
    'all but its last letter': token.slice(0, -1),
    'two of it': `${token},${token}`,
    'something after it': `${token} ${token}`,
    'ten kilobytes': `${token}${'A'.repeat(10_000)}`,
  };
}

/** Tokens of our own key that are no access token of now: what else we might sign must not be one. */
export function byClaims({ token, key, victim }: Material, nowSeconds: number): Record<string, string> {
  const { header, claims } = partsOf(token);
  const but = (more: Part): string => tokenBy(key, header, { ...claims, ...more });
  const headed = (more: Part): string => tokenBy(key, { ...header, ...more }, claims);
  return {
    'another audience': but({ aud: 'elsewhere' }),
    'no audience': but({ aud: undefined }),
    'an audience that is an object': but({ aud: { '0': claims['aud'] } }),
    'another issuer': but({ iss: 'https://elsewhere.example' }),
    'no issuer': but({ iss: undefined }),
    'an issuer that begins like ours': but({ iss: `${String(claims['iss'])}.elsewhere.example` }),
    'an end that has come': but({ iat: nowSeconds - 901, exp: nowSeconds - 1 }),
    'an end in words': but({ exp: 'never' }),
    'no end': but({ exp: undefined }),
    'an end that is no number of seconds': but({ exp: 1e300 }),
    'a negative end': but({ exp: -1 }),
    'a beginning that is to come': but({ nbf: nowSeconds + 3_600 }),
    'an issue that is to come': but({ iat: nowSeconds + 3_600, exp: nowSeconds + 7_200 }),
    'no issue': but({ iat: undefined }),
    'an issue in words': but({ iat: 'now' }),
    'no holder': but({ sub: undefined }),
    'a holder that is no person': but({ sub: 'admin' }),
    'a holder that is a list': but({ sub: [claims['sub']] }),
    'a holder that is an object': but({ sub: { $ne: null } }),
    'a holder that nobody is': but({ sub: victim.replace(/^.{8}/, '00000000') }),
    'no session': but({ sid: undefined }),
    'a session that is a query': but({ sid: "x' or '1'='1" }),
    'no roles': but({ roles: undefined }),
    'roles that are a word': but({ roles: 'admin' }),
    'roles that are objects': but({ roles: [{ name: 'admin' }] }),
    'another type': headed({ typ: 'at+jwt' }),
    'the type of a refresh token': headed({ typ: 'refresh+jwt' }),
    'no type': headed({ typ: undefined }),
    'a critical extension': headed({ crit: ['exp'] }),
    'a critical extension that nobody has': headed({ crit: ['http://theirs.example'], 'http://theirs.example': true }),
    'a payload that is not encoded': headed({ b64: false, crit: ['b64'] }),
    'compressed claims': headed({ zip: 'DEF' }),
    'a jwk beside our key': headed({ jwk: createPublicKey(key).export({ format: 'jwk' }) }),
  };
}

function named<T>(things: readonly T[], make: (thing: T) => readonly [string, string]): Record<string, string> {
  return Object.fromEntries(things.map(make));
}
