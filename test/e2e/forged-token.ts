import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

type Part = Record<string, unknown>;

function encode(part: Part): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

export function decodeToken(token: string): { header: Part; claims: Part } {
  const [header = '', claims = ''] = token.split('.');
  const decode = (part: string): Part => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part;
  return { header: decode(header), claims: decode(claims) };
}

/** A JWT of any header and claims, signed with ES256 by `key`. */
export function signedBy(key: KeyObject, header: Part, claims: Part): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** The same claims with `alg: none` and no signature. */
export function unsigned(header: Part, claims: Part, alg: string): string {
  return `${encode({ ...header, alg })}.${encode(claims)}.`;
}

/** The classic confusion: HMAC with the public key as its secret. */
export function hmacWithPublicKey(key: KeyObject, header: Part, claims: Part): string {
  const secret = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  const content = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** The same token with the last letter of its signature changed, of which only bits count that are not there. */
export function spelledOtherwise(token: string): string {
  const next = String.fromCharCode(token.charCodeAt(token.length - 1) + 1);
  return `${token.slice(0, -1)}${next}`;
}

export function anotherKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
}
