import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { type ClientAuth, ClientSecretPost } from 'openid-client';
import type { SocialCredentials } from '../../platform/config/index.ts';
import type { ProviderDeclaration } from './provider-catalogue.ts';

/** How long what we prove ourselves with is good for. */
export const ASSERTION_SECONDS = 600;

/** How we prove to a provider that it is us. */
export async function clientAuthentication(
  { authentication, endpoints }: ProviderDeclaration,
  credentials: SocialCredentials,
): Promise<ClientAuth> {
  if ('privateKey' in credentials) return ClientSecretPost(await signedSecret(credentials, endpoints.issuer));
  const { clientId, clientSecret } = credentials;
  if (authentication === 'basic') return basic(clientId, clientSecret);
  if (authentication !== 'key') return ClientSecretPost(clientSecret);
  return (_server, _client, body) => {
    body.set('client_key', clientId);
    body.set('client_secret', clientSecret);
  };
}

/** Apple's client secret: a statement of ours, signed with the key that it knows, good for minutes. */
export function signedSecret(
  { clientId, teamId, keyId, privateKey }: Extract<SocialCredentials, { privateKey: string }>,
  audience: string,
): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${ASSERTION_SECONDS}s`)
    .sign(createPrivateKey(privateKey));
}

// Not the library's own: it also encodes what needs no encoding, which not every provider takes back.
function basic(clientId: string, clientSecret: string): ClientAuth {
  const credentials = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  const header = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return (_server, _client, _body, headers) => headers.set('authorization', header);
}
