import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export const SIGNING_ALGORITHM = 'ES256';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The RFC 7638 thumbprint of the public key: the same key has the same name everywhere. */
  readonly id: string;
}

/** The key pair of a P-256 private key in PEM. */
export function signingKeyOf(privateKeyPem: string): SigningKey {
  const privateKey = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, id: thumbprint(publicKey) };
}

// RFC 7638: the required members alone, in alphabetical order, without white space.
function thumbprint(publicKey: KeyObject): string {
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
